-- depends_on: {{ ref('suppression_rule') }}
with
figures as (
    select
        figures.*,
        figures.employer_count between 1 and rules.smallest_count - 1
        or figures.active_count between 1 and rules.smallest_count - 1
        or figures.employer_count - figures.active_count between 1 and rules.smallest_count - 1 as is_small_itself
    from {{ ref('int_register_employer') }} as figures
    cross join {{ ref('suppression_rule') }} as rules
    where rules.table_name = 'fct_register_employers'
),

{{ suppressed_cells("
    select
        cell_key,
        cast(register_month as string) as series,
        area_code,
        parent_area_code,
        area_level,
        employer_count as size,
        is_small_itself as is_small,
        true as can_cover
    from figures
    where scale_code = 'ALL'
") }}

select
    cell_key,
    suppressed_because
from suppressed
