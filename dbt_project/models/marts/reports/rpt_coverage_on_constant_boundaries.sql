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

rated as (
    select
        *,
        coalesce(workers_active, workers_registered) as workers_covered,
        case
            when workers_active is not null then 'workers_active'
            when workers_registered is not null then 'workers_registered'
        end as numerator_known
    from ranked
    where turn = 1
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
    -- levels, to be read and not added
    {% for measure in stocks + flows %}
    {{ level_text('cast(rated.' ~ measure ~ ' as decimal(28, 0))') }} as {{ measure }}_text,
    {% endfor %}
    -- completeness
    rated.parts_expected,
    rated.parts_known,
    rated.measures_known = rated.measures_told as is_complete,
    reasons.incomplete_because_id,
    reasons.incomplete_because_en,
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
left join reasons
    on
        rated.constant_area_key = reasons.constant_area_key and rated.programme_code = reasons.programme_code
        and rated.segment_code = reasons.segment_code and rated.period_key = reasons.period_key
        and rated.list_from = reasons.list_from
