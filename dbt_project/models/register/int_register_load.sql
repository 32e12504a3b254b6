-- Written after everything that is loaded month by month; what stands here need not be loaded again.
-- depends_on: {{ ref('fct_benefit_payments') }}
-- depends_on: {{ ref('int_payment_total') }}
-- depends_on: {{ ref('int_payment_repetition') }}
-- depends_on: {{ ref('int_employer_total') }}
{{ register_contents() }}
