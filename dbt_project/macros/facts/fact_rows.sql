{#
    Pieces that all facts share. `cells` is a relation with the columns of int_canonical_observation.
    The column of a fact, taken from the canonical figure of its cell.
#}
{% macro cell(fact_column, data_type='decimal(28, 0)') -%}
    cast(max(case when fact_column = '{{ fact_column }}' and role = 'chosen' then value end) as {{ data_type }})
{%- endmacro %}

{# How many figures stand behind the row, how many of them were not chosen, how vague the vaguest chosen one is. #}
{% macro evidence_columns() -%}
    cast(count(distinct observation_id) as bigint) as observation_count,
        cast(count(distinct case when role = 'alternative' then observation_id end) as bigint) as alternative_count,
        cast(count(distinct report_id) as bigint) as report_count,
        max(published_on) as last_published_on,
        {{ qualifier_of_rank("max(case when role = 'chosen' then qualifier_rank end)") }} as least_firm_qualifier
{%- endmacro %}
