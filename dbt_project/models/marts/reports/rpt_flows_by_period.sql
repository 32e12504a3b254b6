with
measures as (
    select * from {{ ref('dim_measure') }}
    where measure_kind = 'flow'
),

areas as (
    select * from {{ ref('dim_area') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

segments as (
    select * from {{ ref('dim_segment') }}
),

reports as (
    select
        report_key,
        publisher
    from {{ ref('dim_report') }}
),

canonical as (
    select
        fact_table,
        observation_id
    from {{ ref('bridge_fact_observation') }}
    where role = 'chosen'
),

-- Who counts one thing of one area in the same way: the reports of one publisher. A report that names none is a series of its own.
figures as (
    select
        observations.observation_id,
        observations.measure,
        observations.unit,
        observations.qualifier,
        observations.value,
        observations.area_key,
        observations.programme_key,
        observations.segment_key,
        observations.period_start,
        observations.period_end,
        observations.period_basis,
        observations.published_on,
        coalesce(reports.publisher, observations.report_id) as report_series,
        case when canonical.observation_id is null then 1 else 0 end as is_alternative,
        {{ printed_precision_columns('observations') }},
        {{ surrogate_key([
            'areas.area_code', 'observations.programme_key', 'observations.segment_key', 'observations.measure', 'observations.unit',
        ]) }} as subject_key,
        {{ surrogate_key([
            'observations.area_key', 'observations.programme_key', 'observations.segment_key', 'observations.measure',
            'observations.unit', 'coalesce(reports.publisher, observations.report_id)',
        ]) }} as series_key
    from {{ ref('fct_observation') }} as observations
    inner join measures on observations.measure = measures.measure_code
    inner join areas on observations.area_key = areas.area_key
    inner join reports on observations.report_key = reports.report_key
    left join canonical
        on observations.observation_id = canonical.observation_id and observations.fact_table = canonical.fact_table
    where observations.is_current and observations.fact_table is not null
),

-- Of a period that the series tells more than once: the canonical figure, else the one published last.
ranked as (
    select
        *,
        row_number() over (
            partition by
                series_key, coalesce(period_start, {{ beginning() }}), coalesce(period_end, {{ beginning() }}), period_basis
            order by is_alternative asc nulls last, published_on desc nulls last, observation_id asc nulls last
        ) as turn
    from figures
),

told as (
    select
        ranked.*,
        case
            when qualifiers.is_open_below then cast(0 as double)
            else greatest(ranked.value - {{ printed_half_width('ranked', 'qualifiers') | indent(12) }}, 0)
        end as low,
        case
            when qualifiers.is_open_above then {{ open_end() }}
            else ranked.value + {{ printed_half_width('ranked', 'qualifiers') | indent(12) }}
        end as high,
        case
            when ranked.period_start is null or ranked.period_end is null then 'open'
            when ranked.period_basis <> 'text' then 'inferred'
        end as reason_code
    from ranked
    inner join {{ ref('measure_relation_qualifier') }} as qualifiers on ranked.qualifier = qualifiers.qualifier
    where ranked.turn = 1
),

-- A chain: the flows of one series that begin on the same day, the running totals of a year above all.
chained as (
    select
        *,
        {{ surrogate_key(['series_key', 'period_start']) }} as chain_key,
        lag(observation_id) over (partition by series_key, period_start order by period_end asc nulls last) as earlier_observation_id,
        lag(period_end) over (partition by series_key, period_start order by period_end asc nulls last) as earlier_end,
        lag(value) over (partition by series_key, period_start order by period_end asc nulls last) as earlier_value,
        lag(low) over (partition by series_key, period_start order by period_end asc nulls last) as earlier_low,
        lag(high) over (partition by series_key, period_start order by period_end asc nulls last) as earlier_high
    from told
    where reason_code is null
),

differences as (
    select
        *,
        try_cast(value - earlier_value as decimal(28, 6)) as step_value,
        greatest(low - earlier_high, 0) as step_low,
        case when high < {{ open_end() }} then high - earlier_low else {{ open_end() }} end as step_high
    from chained
    where earlier_observation_id is not null
),

steps as (
    select
        differences.*,
        case
            when differences.step_value < 0 then 'negative'
            when
                differences.step_high >= {{ open_end() }}
                or differences.earlier_high >= {{ open_end() }}
                or 100 * (differences.step_high - differences.step_low) > 2 * rules.widest_percent * differences.step_value
                then 'vague'
        end as step_reason
    from differences
    cross join {{ ref('flow_step_rule') }} as rules
),

-- Where a step cannot be told, the running total after it counts as a whole, so that the parts of a chain always make up its last total.
bases as (
    select
        chained.chain_key,
        min(chained.subject_key) as subject_key,
        min(chained.series_key) as series_key,
        min(chained.period_start) as chain_start,
        max(chained.period_end) as chain_end,
        max(chained.published_on) as published_on,
        coalesce(max(case when steps.step_reason is not null then steps.period_end end), min(chained.period_end)) as base_end
    from chained
    left join steps on chained.observation_id = steps.observation_id
    group by chained.chain_key
),

spans as (
    select
        bases.chain_key,
        {{ days_between('bases.chain_start', 'bases.chain_end') }} + 1 as days,
        count(*) as pieces
    from bases
    inner join chained on bases.chain_key = chained.chain_key and bases.base_end <= chained.period_end
    group by bases.chain_key, bases.chain_start, bases.chain_end
),

-- How much of a year a series tells, and in how many pieces: what decides between series that tell of the same time.
weighed as (
    select
        bases.*,
        spans.days,
        least(sum(spans.days) over (partition by bases.series_key, year(bases.chain_end)), 366) as days_of_year,
        sum(spans.pieces) over (partition by bases.series_key, year(bases.chain_end)) as pieces_of_year
    from bases
    inner join spans on bases.chain_key = spans.chain_key
),

placed as (
    select
        *,
        12 * year(chain_start) + month(chain_start) as first_month,
        12 * year(chain_end) + month(chain_end) as last_month,
        row_number() over (
            partition by subject_key
            order by
                days_of_year desc nulls last, pieces_of_year desc nulls last, series_key asc nulls last, days desc nulls last,
                published_on desc nulls last, chain_key asc nulls last
        ) as rank_in_subject
    from weighed
),

-- Two chains that overlap share the month in which the later one begins.
months as (
    select distinct first_month as begins_in
    from placed
),

touched as (
    select
        placed.*,
        months.begins_in
    from placed
    inner join months on months.begins_in between placed.first_month and placed.last_month
),

outdone as (
    select distinct chains.chain_key
    from touched as chains
    inner join touched as better
        on
            chains.subject_key = better.subject_key
            and chains.begins_in = better.begins_in
            and chains.rank_in_subject > better.rank_in_subject
            and chains.chain_start <= better.chain_end
            and chains.chain_end >= better.chain_start
),

reported_rows as (
    select
        chained.observation_id,
        cast(null as string) as less_observation_id,
        chained.period_start,
        chained.period_end,
        chained.value as figure,
        chained.low,
        chained.high,
        case
            when outdone.chain_key is not null then 'other_series'
            when chained.period_end <> bases.base_end then 'in_total'
        end as reason_code
    from chained
    inner join bases on chained.chain_key = bases.chain_key
    left join outdone on chained.chain_key = outdone.chain_key
),

derived_rows as (
    select
        steps.observation_id,
        steps.earlier_observation_id as less_observation_id,
        {{ day_after('steps.earlier_end') }} as period_start,
        steps.period_end,
        case when steps.step_reason = 'negative' then cast(null as decimal(28, 6)) else steps.step_value end as figure,
        case when steps.step_reason = 'negative' then cast(null as double) else steps.step_low end as low,
        case when steps.step_reason = 'negative' then cast(null as double) else steps.step_high end as high,
        case
            when steps.step_reason is not null then steps.step_reason
            when outdone.chain_key is not null then 'other_series'
            when steps.period_end <= bases.base_end then 'in_total'
        end as reason_code
    from steps
    inner join bases on steps.chain_key = bases.chain_key
    left join outdone on steps.chain_key = outdone.chain_key
),

unchained_rows as (
    select
        observation_id,
        cast(null as string) as less_observation_id,
        period_start,
        period_end,
        value as figure,
        low,
        high,
        reason_code
    from told
    where reason_code is not null
),

every_row as (
    select * from reported_rows

    union all

    select * from derived_rows

    union all

    select * from unchained_rows
),

dated as (
    select
        *,
        {{ day_after('period_end') }} as next_day,
        {{ months_between('period_start', 'period_end') }} + 1 as months
    from every_row
),

described as (
    select
        dated.*,
        told.area_key,
        told.programme_key,
        told.segment_key,
        told.measure,
        told.unit,
        told.qualifier,
        told.period_basis,
        told.report_series,
        told.published_on,
        case
            when dated.period_start is null or dated.period_end is null then 'open'
            when day(dated.period_start) <> 1 or day(dated.next_day) <> 1 then 'other'
            when dated.months = 1 then 'month'
            when dated.months = 3 and month(dated.period_start) in (1, 4, 7, 10) then 'quarter'
            when dated.months = 6 and month(dated.period_start) in (1, 7) then 'half_year'
            when dated.months = 12 and month(dated.period_start) = 1 then 'year'
            else 'other'
        end as period_grain
    from dated
    inner join told on dated.observation_id = told.observation_id
)

select
    -- keys
    {{ surrogate_key([
        "'rpt_flows_by_period'", 'described.observation_id', "coalesce(described.less_observation_id, 'reported')",
    ]) }} as flow_by_period_key,
    described.observation_id,
    described.less_observation_id,
    areas.area_code,
    programmes.programme_code,
    segments.segment_code,
    measures.measure_code,
    -- names
    areas.area_kind,
    areas.name_id as area_name_id,
    areas.name_en as area_name_en,
    programmes.name_id as programme_name_id,
    programmes.name_en as programme_name_en,
    segments.name_id as segment_name_id,
    segments.name_en as segment_name_en,
    measures.name_id as measure_name_id,
    measures.name_en as measure_name_en,
    described.unit,
    -- time
    described.period_start,
    described.period_end,
    described.period_grain,
    {{ month_of('described.period_end') }} as period_end_month,
    cast(year(described.period_end) as integer) as period_end_year,
    -- the part that counts in sums over time
    case when described.reason_code is null then described.figure end as flow,
    case when described.reason_code is null then {{ shown('described.low') | indent(4) }} end as flow_low,
    case when described.reason_code is null then {{ shown('described.high') | indent(4) }} end as flow_high,
    -- the figure as it is, to be read
    {{ level_text('described.figure', 30) }} as figure_text,
    {{ level_text(shown('described.low'), 30) | indent(4) }} as figure_low_text,
    {{ level_text(shown('described.high'), 30) | indent(4) }} as figure_high_text,
    described.less_observation_id is not null as is_derived,
    described.reason_code is null as is_counted,
    reasons.reason_code as not_counted_code,
    reasons.text_id as not_counted_because_id,
    reasons.text_en as not_counted_because_en,
    -- evidence
    described.report_series,
    described.qualifier,
    described.period_basis,
    described.published_on,
    -- sorting
    cast(row_number() over (
        order by
            areas.area_code asc nulls last, measures.measure_code asc nulls last, programmes.programme_code asc nulls last,
            segments.segment_code asc nulls last, described.period_start asc nulls last, described.period_end asc nulls last,
            described.observation_id asc nulls last, described.less_observation_id asc nulls last
    ) as integer) as sort_order
from described
inner join areas on described.area_key = areas.area_key
inner join programmes on described.programme_key = programmes.programme_key
inner join segments on described.segment_key = segments.segment_key
inner join measures on described.measure = measures.measure_code
left join {{ ref('flow_reason') }} as reasons on described.reason_code = reasons.reason_code
