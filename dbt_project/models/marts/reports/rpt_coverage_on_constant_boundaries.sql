{% set stocks = [
    'workers_labour_force', 'workers_employed', 'workers_registered', 'workers_active', 'workers_inactive', 'workers_unprotected',
] %}
{% set flows = ['workers_new'] %}
{% set series = ['programme_code', 'segment_code'] %}
with
coverage as (
    select * from {{ ref('fct_coverage') }}
    where area_kind = 'province' and as_of_date is not null
),

told as (
    select
        'fct_coverage' as fact_table,
        coverage_key as fact_key,
        area_key,
        programme_code,
        segment_code,
        period_key,
        period_start,
        as_of_date,
        last_published_on,
        {{ (stocks + flows) | join(',\n        ') }}
    from coverage
    where coalesce({{ (stocks + flows) | join(', ') }}) is not null
),

{{ folded_on_constant_boundaries(series, stocks + flows) }},

-- Where provinces were founded within a month, the later list speaks for the month if anything is known of it.
ranked as (
    select
        *,
        row_number() over (
            partition by constant_area_key, programme_code, segment_code, period_key
            order by case when measures_known > 0 then 0 else 1 end asc nulls last, list_from desc nulls last
        ) as turn
    from folded
),

-- Denominators of several definitions are no denominator: which ones the parts of a constant area have.
definitions as (
    select
        folds.constant_area_key,
        told.programme_code,
        told.segment_code,
        told.period_key,
        min(observations.denominator_code) as denominator_code,
        count(distinct observations.denominator_code) as definition_count
    from told
    inner join folds on told.area_key = folds.area_key
    inner join {{ ref('bridge_fact_observation') }} as figures
        on
            told.fact_key = figures.fact_key
            and figures.fact_table = 'fct_coverage'
            and figures.fact_column = 'workers_labour_force'
            and figures.role = 'chosen'
    inner join {{ ref('fct_observation') }} as observations on figures.observation_id = observations.observation_id
    group by folds.constant_area_key, told.programme_code, told.segment_code, told.period_key
),

mixed_reason as (
    select *
    from {{ ref('boundary_reason') }}
    where reason_code = 'mixed'
),

rated as (
    select
        {% for measure in stocks + flows if measure != 'workers_labour_force' %}
        ranked.{{ measure }},
        {% endfor %}
        ranked.constant_area_key,
        ranked.programme_code,
        ranked.segment_code,
        ranked.period_key,
        ranked.list_from,
        ranked.as_of_date,
        ranked.fact_keys,
        ranked.parts_expected,
        ranked.parts_known,
        ranked.measures_known,
        ranked.measures_told,
        ranked.last_published_on,
        coalesce(definitions.definition_count, 0) > 1 as is_mixed,
        case when definitions.definition_count = 1 then definitions.denominator_code end as denominator_code,
        case when coalesce(definitions.definition_count, 0) <= 1 then ranked.workers_labour_force end as workers_labour_force,
        coalesce(ranked.workers_active, ranked.workers_registered) as workers_covered,
        case
            when ranked.workers_active is not null then 'workers_active'
            when ranked.workers_registered is not null then 'workers_registered'
        end as numerator_known
    from ranked
    left join definitions
        on
            ranked.constant_area_key = definitions.constant_area_key
            and ranked.programme_code = definitions.programme_code
            and ranked.segment_code = definitions.segment_code
            and ranked.period_key = definitions.period_key
    where ranked.turn = 1
),

constant_areas as (
    select * from {{ ref('dim_constant_area') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

segments as (
    select * from {{ ref('dim_segment') }}
)

select
    -- keys
    {{ surrogate_key([
        "'rpt_coverage_on_constant_boundaries'", 'rated.constant_area_key', 'rated.programme_code', 'rated.segment_code',
        'rated.period_key',
    ]) }} as coverage_on_constant_boundaries_key,
    rated.fact_keys as coverage_keys,
    rated.constant_area_key,
    constant_areas.boundary_set_code,
    constant_areas.province_code,
    rated.programme_code,
    rated.segment_code,
    -- names
    constant_areas.boundary_set_name_id,
    constant_areas.boundary_set_name_en,
    constant_areas.province_name_id,
    constant_areas.province_name_en,
    constant_areas.province_name_short,
    constant_areas.covers_id,
    constant_areas.covers_en,
    programmes.name_id as programme_name_id,
    programmes.name_en as programme_name_en,
    segments.name_id as segment_name_id,
    segments.name_en as segment_name_en,
    -- time
    rated.as_of_date,
    {{ month_of('rated.as_of_date') }} as as_of_month,
    cast(year(rated.as_of_date) as integer) as as_of_year,
    rated.period_key,
    -- rates, of the sums
    {{ metric('coverage_rate', 'rated.') }} as coverage_rate,
    {{ metric('coverage_rate_of_employed', 'rated.') }} as coverage_rate_of_employed,
    case when rated.workers_labour_force > 0 or rated.workers_employed > 0 then rated.numerator_known end as numerator_used,
    case when rated.workers_labour_force > 0 and rated.workers_covered is not null then rated.denominator_code end
        as denominator_used,
    -- levels, to be read and not added
    {% for measure in stocks + flows %}
    {{ level_text('cast(rated.' ~ measure ~ ' as decimal(28, 0))') }} as {{ measure }}_text,
    {% endfor %}
    -- completeness
    rated.parts_expected,
    rated.parts_known,
    rated.measures_known = rated.measures_told and not rated.is_mixed as is_complete,
    case when rated.is_mixed then mixed_reason.text_id else reasons.incomplete_because_id end as incomplete_because_id,
    case when rated.is_mixed then mixed_reason.text_en else reasons.incomplete_because_en end as incomplete_because_en,
    -- evidence
    rated.last_published_on,
    -- sorting
    cast(row_number() over (
        order by
            constant_areas.boundary_set_code asc nulls last, constant_areas.province_code asc nulls last,
            rated.programme_code asc nulls last, rated.segment_code asc nulls last, rated.as_of_date asc nulls last,
            rated.period_key asc nulls last
    ) as integer) as sort_order
from rated
inner join constant_areas on rated.constant_area_key = constant_areas.constant_area_key
inner join programmes on rated.programme_code = programmes.programme_code
inner join segments on rated.segment_code = segments.segment_code
cross join mixed_reason
left join reasons
    on
        rated.constant_area_key = reasons.constant_area_key and rated.programme_code = reasons.programme_code
        and rated.segment_code = reasons.segment_code and rated.period_key = reasons.period_key
        and rated.list_from = reasons.list_from
