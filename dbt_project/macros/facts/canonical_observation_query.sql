{#
    Which figures make up which cell of which fact row, and which of them is the canonical one: a query with one row for each
    (fact row, column, figure). The text serves the model int_canonical_observation and the table macros …_as_known(day), which
    differ only in where the figures come from. Arguments are relations, or queries in parentheses:
    observations (columns of fct_observation), areas (dim_area), measures (dim_measure), editions (dim_bsu_edition).
#}
{% macro canonical_observation_query(observations, areas, measures, editions) -%}
{%- set month_facts = "('fct_coverage', 'fct_employers', 'fct_service_points')" -%}
{%- set grain = [
    'cells.fact_table', 'cells.area_key', 'cells.programme_key', 'cells.segment_key', 'cells.facility_type_key',
    'cells.kind_code', 'cells.period_key',
] -%}
with
figures as (
    select
        observations.observation_id,
        observations.report_id,
        observations.measure,
        observations.value,
        observations.qualifier,
        observations.period_start,
        observations.period_end,
        observations.published_on,
        observations.fact_table,
        observations.area_key,
        observations.programme_key,
        observations.segment_key,
        observations.facility_type_key,
        areas.area_code as member_area_code,
        measures.measure_kind,
        measures.fact_column,
        measures.realised_measure_code,
        coalesce(editions.edition_code, 'none') as edition_code,
        {{ period_key('month', 'observations.period_kind', 'observations.period_start', 'observations.period_end') }} as month_key,
        {{ period_key('exact', 'observations.period_kind', 'observations.period_start', 'observations.period_end') }} as exact_key,
        coalesce(observations.period_start, cast(date_trunc('year', observations.period_end) as date)) as period_opens,
        {{ qualifier_rank('observations.qualifier') }} as qualifier_rank,
        observations.decimals,
        observations.confidence,
        observations.denominator_code,
        {{ rank_in('observations.denominator_code', denominators_by_preference()) }} as denominator_rank,
        {{ rank_in('observations.source', sources_by_closeness()) }} as origin_rank,
        case observations.period_basis when 'text' then 1 when 'publication' then 2 else 3 end as basis_rank,
        coalesce(try_cast(regexp_extract(observations.locator, '([0-9]+)', 1) as bigint), 0) as place
    from {{ observations }} as observations
    inner join {{ areas }} as areas on observations.area_key = areas.area_key
    inner join {{ measures }} as measures on observations.measure = measures.measure_code
    left join {{ editions }} as editions
        on
            editions.stage_code = 'ALL'
            and editions.edition_code
            = case
                when observations.programme_key = {{ surrogate_key(["'dim_programme'", "'BSU'"]) }}
                    then substr(cast(observations.period_end as string), 1, 4)
            end
            and editions.edition_code
            = substr(cast(coalesce(observations.period_start, observations.period_end) as string), 1, 4)
),

-- What a figure says of itself: a column of one row of its own fact.
plain_cells as (
    select
        fact_table,
        area_key,
        programme_key,
        segment_key,
        facility_type_key,
        case fact_table
            when 'fct_benefit_disbursements' then edition_code
            when 'fct_service_points' then measure
            else ''
        end as kind_code,
        case when fact_table in {{ month_facts }} then month_key else exact_key end as period_key,
        case when fact_table = 'fct_service_points' and qualifier = 'planned' then 'planned_count' else fact_column end as fact_column,
        observation_id
    from figures
    where fact_table <> 'fct_targets'
),

-- A target that is stated without a beginning (by the end of 2011) is one of the calendar year in which it ends.
targets as (
    select
        *,
        {{ surrogate_key(["area_key", "programme_key", "segment_key", "measure", "exact_key"]) }} as target_grain
    from figures
    where fact_table = 'fct_targets' and measure_kind = 'target'
),

target_ends as (
    select
        *,
        'target_low' as end_column
    from targets
    where qualifier not in ('range_high', 'at_most')

    union all

    select
        *,
        'target_high' as end_column
    from targets
    where qualifier not in ('range_low', 'at_least')
),

target_cells as (
    select
        fact_table,
        area_key,
        programme_key,
        segment_key,
        facility_type_key,
        measure as kind_code,
        exact_key as period_key,
        end_column as fact_column,
        observation_id
    from target_ends
),

target_periods as (
    select distinct
        fact_table,
        area_key,
        programme_key,
        segment_key,
        facility_type_key,
        measure,
        exact_key,
        target_grain,
        member_area_code,
        realised_measure_code,
        period_start,
        period_opens,
        period_end
    from targets
    where period_end is not null
),

-- What was reached so far: a stock of a day within the target period, or a flow counted from its first day.
realised_cells as (
    select
        target_periods.fact_table,
        target_periods.area_key,
        target_periods.programme_key,
        target_periods.segment_key,
        target_periods.facility_type_key,
        target_periods.measure as kind_code,
        target_periods.exact_key as period_key,
        'realised' as fact_column,
        figures.observation_id
    from target_periods
    inner join figures
        on
            target_periods.realised_measure_code = figures.measure
            and target_periods.member_area_code = figures.member_area_code
            and target_periods.programme_key = figures.programme_key
            and target_periods.segment_key = figures.segment_key
            and target_periods.facility_type_key = figures.facility_type_key
            and figures.period_end between target_periods.period_opens and target_periods.period_end
            and (figures.period_start is null or figures.period_start = target_periods.period_opens)
    where figures.qualifier not in ('planned', 'order_of_magnitude', 'range_low', 'range_high')
),

-- Where it started from: what the report that names the target says of the time before the target period.
baseline_cells as (
    select distinct
        targets.fact_table,
        targets.area_key,
        targets.programme_key,
        targets.segment_key,
        targets.facility_type_key,
        targets.measure as kind_code,
        targets.exact_key as period_key,
        'baseline' as fact_column,
        figures.observation_id
    from targets
    inner join figures
        on
            targets.report_id = figures.report_id
            and targets.realised_measure_code = figures.measure
            and targets.member_area_code = figures.member_area_code
            and targets.programme_key = figures.programme_key
            and targets.segment_key = figures.segment_key
            and targets.facility_type_key = figures.facility_type_key
            and targets.period_opens > figures.period_end
    where
        figures.measure_kind <> 'flow'
        and figures.qualifier not in ('planned', 'order_of_magnitude', 'range_low', 'range_high')
),

achievements as (
    select
        *,
        case qualifier
            when 'range_low' then 'achievement_rate_reported_low'
            when 'range_high' then 'achievement_rate_reported_high'
            else 'achievement_rate_reported'
        end as rate_column
    from figures
    where fact_table = 'fct_targets' and measure_kind <> 'target'
),

-- An achievement rate does not name its target. It is that of the same report, if the report has one and no more for the area and period.
achievement_candidates as (
    select distinct
        achievements.observation_id,
        targets.area_key,
        targets.measure,
        targets.exact_key,
        targets.target_grain
    from achievements
    inner join targets
        on
            achievements.report_id = targets.report_id
            and achievements.member_area_code = targets.member_area_code
            and achievements.programme_key = targets.programme_key
            and achievements.segment_key = targets.segment_key
            and achievements.facility_type_key = targets.facility_type_key
            and achievements.period_end between targets.period_opens and targets.period_end
),

achievement_matches as (
    select
        observation_id,
        min(area_key) as area_key,
        min(measure) as measure,
        min(exact_key) as exact_key
    from achievement_candidates
    group by observation_id
    having count(*) = 1
),

achievement_cells as (
    select
        achievements.fact_table,
        coalesce(achievement_matches.area_key, achievements.area_key) as area_key,
        achievements.programme_key,
        achievements.segment_key,
        achievements.facility_type_key,
        coalesce(achievement_matches.measure, achievements.measure) as kind_code,
        coalesce(achievement_matches.exact_key, achievements.exact_key) as period_key,
        achievements.rate_column as fact_column,
        achievements.observation_id
    from achievements
    left join achievement_matches on achievements.observation_id = achievement_matches.observation_id
),

cells as (
    select *
    from plain_cells

    union all

    select *
    from target_cells

    union all

    select *
    from realised_cells

    union all

    select *
    from baseline_cells

    union all

    select *
    from achievement_cells
),

candidates as (
    select
        {{ surrogate_key(grain) }} as fact_key,
        cells.fact_table,
        cells.area_key,
        cells.programme_key,
        cells.segment_key,
        cells.facility_type_key,
        cells.kind_code,
        cells.period_key,
        cells.fact_column,
        figures.measure,
        figures.observation_id,
        figures.report_id,
        figures.value,
        figures.period_start,
        figures.period_end,
        figures.published_on,
        figures.qualifier_rank,
        figures.decimals,
        figures.basis_rank,
        figures.confidence,
        figures.denominator_code,
        figures.denominator_rank,
        figures.origin_rank,
        figures.place,
        case when cells.fact_column in ('realised', 'baseline') then figures.period_end end as lateness
    from cells
    inner join figures on cells.observation_id = figures.observation_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by fact_key, fact_column
            order by {{ canonical_order() }}
        ) as place_in_cell
    from candidates
),

judged as (
    select
        ranked.*,
        rivals.observation_id as rival_id,
        {{ deciding_criterion('ranked.', 'rivals.') }} as criterion
    from ranked
    left join ranked as rivals
        on
            ranked.fact_key = rivals.fact_key
            and ranked.fact_column = rivals.fact_column
            and rivals.place_in_cell = case when ranked.place_in_cell = 1 then 2 else 1 end
)

select
    -- keys
    fact_table,
    fact_key,
    fact_column,
    observation_id,
    report_id,
    area_key,
    programme_key,
    segment_key,
    facility_type_key,
    kind_code,
    period_key,
    -- attributes
    measure,
    case when place_in_cell = 1 then 'chosen' else 'alternative' end as role,
    case
        when rival_id is null then '{{ only_figure()[0] }}'
        else criterion
    end as chosen_because,
    period_start,
    period_end,
    published_on,
    denominator_code,
    cast(qualifier_rank as integer) as qualifier_rank,
    cast(place_in_cell as integer) as place_in_cell,
    -- measures
    value
from judged
{%- endmacro %}
