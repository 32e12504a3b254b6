{#
    Which cells of a table by area must be hidden so that no small one can be found out by subtracting: a query with cell_key and
    suppressed_because (small, complementary). `cells` is a query with
      cell_key, series (everything but the area), area_code, parent_area_code, area_level (nation, province, regency),
      size (what is summed along the areas), is_small, can_cover (whether hiding this cell helps to hide another).

    A hidden cell is safe where no published sum leaves it alone: beside each hidden child a second one, or the parent, is hidden; beneath
    each hidden province at least one child. tests/integration/test_suppression.py attacks the result with linear algebra.
#}
{% macro suppressed_cells(cells) -%}
cells as (
    {{ cells }}
),

regencies as (
    select
        *,
        sum(case when is_small then 1 else 0 end) over (partition by series, parent_area_code) as small_siblings,
        sum(case when not is_small and can_cover then 1 else 0 end) over (partition by series, parent_area_code) as covers,
        row_number() over (
            partition by series, parent_area_code, is_small
            order by case when can_cover then 0 else 1 end asc nulls last, size asc nulls last, area_code asc nulls last
        ) as turn
    from cells
    where area_level = 'regency'
),

-- Alone among its siblings: the smallest of them is hidden with it; where there is none, the parent.
covered_regencies as (
    select
        *,
        is_small or (small_siblings = 1 and can_cover and turn = 1) as is_hidden
    from regencies
),

lonely_parents as (
    select distinct
        series,
        parent_area_code
    from regencies
    where small_siblings = 1 and covers = 0
),

provinces as (
    select
        cells.*,
        cells.is_small or lonely_parents.series is not null as is_hidden_itself
    from cells
    left join lonely_parents
        on cells.series = lonely_parents.series and cells.area_code = lonely_parents.parent_area_code
    where cells.area_level = 'province'
),

ranked_provinces as (
    select
        *,
        sum(case when is_hidden_itself then 1 else 0 end) over (partition by series) as hidden_siblings,
        sum(case when not is_hidden_itself and can_cover then 1 else 0 end) over (partition by series) as covers,
        row_number() over (
            partition by series, is_hidden_itself
            order by case when can_cover then 0 else 1 end asc nulls last, size asc nulls last, area_code asc nulls last
        ) as turn
    from provinces
),

covered_provinces as (
    select
        *,
        is_hidden_itself or (hidden_siblings = 1 and can_cover and turn = 1) as is_hidden
    from ranked_provinces
),

nations as (
    select
        cells.*,
        cells.is_small
        or exists (
            select 1
            from ranked_provinces
            where ranked_provinces.series = cells.series and ranked_provinces.hidden_siblings = 1 and ranked_provinces.covers = 0
        ) as is_hidden
    from cells
    where cells.area_level = 'nation'
),

-- A province that is hidden must not be the sum of children that are all shown.
family as (
    select
        covered_regencies.*,
        coalesce(covered_provinces.is_hidden, false) as parent_is_hidden,
        sum(case when covered_regencies.is_hidden then 1 else 0 end)
            over (partition by covered_regencies.series, covered_regencies.parent_area_code) as hidden_siblings,
        row_number() over (
            partition by covered_regencies.series, covered_regencies.parent_area_code
            order by
                case when covered_regencies.can_cover then 0 else 1 end asc nulls last, covered_regencies.size asc nulls last,
                covered_regencies.area_code asc nulls last
        ) as family_turn
    from covered_regencies
    left join covered_provinces
        on covered_regencies.series = covered_provinces.series and covered_regencies.parent_area_code = covered_provinces.area_code
),

hidden as (
    select
        cell_key,
        is_small
    from family
    where is_hidden or (parent_is_hidden and hidden_siblings = 0 and family_turn = 1)

    union all

    select
        cell_key,
        is_small
    from covered_provinces
    where is_hidden

    union all

    select
        cell_key,
        is_small
    from nations
    where is_hidden
),

suppressed as (
    select
        cell_key,
        case when is_small then 'small' else 'complementary' end as suppressed_because
    from hidden
)
{%- endmacro %}

{# A count that stands in no published sum: shown where it is none, or not small. #}
{% macro shown_count(number, condition, smallest_count) -%}
    case
        when {{ condition }} and ({{ number }} = 0 or {{ number }} >= {{ smallest_count }})
            then cast({{ number }} as decimal(28, 0))
    end
{%- endmacro %}
