-- Of the figures of one cell exactly one is chosen.
select
    fact_table,
    fact_key,
    fact_column,
    sum(case when role = 'chosen' then 1 else 0 end) as chosen
from {{ ref('bridge_fact_observation') }}
group by fact_table, fact_key, fact_column
having sum(case when role = 'chosen' then 1 else 0 end) <> 1
