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

totals_hidden as (
    select *
    from {{ ref('int_employer_suppression') }}
),

-- The scales of one area and month are shown all or none: then no scale can be found by subtracting the others from the total.
blocks as (
    select
        totals.cell_key,
        totals.register_month,
        totals.area_code,
        totals.parent_area_code,
        totals.area_level,
        totals.employer_count,
        max(case when scales.is_small_itself then 1 else 0 end) = 1 or max(totals_hidden.cell_key) is not null as is_small,
        count(*) > 1 as has_several_scales
    from figures as totals
    inner join figures as scales
        on totals.area_code = scales.area_code and totals.register_month = scales.register_month and scales.scale_code <> 'ALL'
    left join totals_hidden on totals.cell_key = totals_hidden.cell_key
    where totals.scale_code = 'ALL'
    group by
        totals.cell_key, totals.register_month, totals.area_code, totals.parent_area_code, totals.area_level, totals.employer_count
),

{{ suppressed_cells("
    select
        cell_key,
        cast(register_month as string) as series,
        area_code,
        parent_area_code,
        area_level,
        employer_count as size,
        is_small,
        has_several_scales as can_cover
    from blocks
") }}

select
    scales.cell_key,
    case when scales.is_small_itself then 'small' else 'complementary' end as suppressed_because
from suppressed
inner join figures as totals on suppressed.cell_key = totals.cell_key
inner join figures as scales
    on totals.area_code = scales.area_code and totals.register_month = scales.register_month and scales.scale_code <> 'ALL'
