{# The columns of a fact under the names that all facts share; what a fact does not tell is the whole, or empty. #}
{%- set facts = {
    'fct_coverage': {'key': 'coverage_key', 'origin': "'reported'"},
    'fct_employers': {'key': 'employers_key', 'scale': 'scale_code'},
    'fct_benefit_disbursements': {'key': 'benefit_disbursement_key', 'detail': 'edition_code'},
    'fct_targets': {'key': 'target_key', 'detail': 'measure_code', 'origin': "'reported'"},
} -%}
with
{% for fact, columns in facts.items() %}
{{ fact }}_rows as (
    select
        *,
        {{ columns['key'] }} as fact_key,
        {{ columns.get('scale', "'ALL'") }} as scale,
        {{ columns.get('detail', 'cast(null as string)') }} as detail_code,
        {{ columns.get('origin', 'origin') }} as counted_by
    from {{ ref(fact) }}
),

{% endfor %}
figures as (
    {% for code, metric in metric_catalogue().items() %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        '{{ code }}' as metric_code,
        '{{ metric.fact_table }}' as fact_table,
        fact_key,
        area_key,
        programme_key,
        segment_key,
        scale,
        detail_code,
        counted_by,
        period_key,
        period_start,
        as_of_date,
        {{ metric.value_column }} as value,
        cast({{ metric.numerator }} as decimal(28, 6)) as numerator_value,
        cast({{ metric.denominator }} as decimal(28, 6)) as denominator_value,
        {{ metric.reported or 'cast(null as decimal(28, 6))' }} as reported_value,
        {{ metric.numerator_named_by or "'" ~ metric.numerator ~ "'" }} as numerator_used,
        '{{ metric.denominator }}' as denominator_used,
        {% if metric.denominator_named_by %}
        {{ metric.denominator_named_by }} as denominator_code,
        {% elif metric.denominator_code %}
        '{{ metric.denominator_code }}' as denominator_code,
        {% else %}
        cast(null as string) as denominator_code,
        {% endif %}
        last_published_on,
        report_count
    from {{ metric.fact_table }}_rows
    {% endfor %}
),

told as (
    select *
    from figures
    where coalesce(value, reported_value) is not null
),

metrics as (
    select * from {{ ref('dim_metric') }}
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

definitions as (
    select * from {{ ref('dim_denominator_definition') }}
)

select
    -- keys
    {{ surrogate_key(["'rpt_metric'", 'told.metric_code', 'told.fact_key']) }} as metric_value_key,
    metrics.metric_key,
    told.fact_key,
    told.metric_code,
    told.fact_table,
    areas.area_code,
    programmes.programme_code,
    segments.segment_code,
    told.scale as scale_code,
    told.detail_code,
    told.counted_by as origin,
    -- names
    metrics.name_id as metric_name_id,
    metrics.name_en as metric_name_en,
    metrics.unit,
    metrics.direction,
    areas.area_kind,
    areas.name_id as area_name_id,
    coalesce(areas.name_en, areas.name_id) as area_name_en,
    programmes.name_id as programme_name_id,
    programmes.name_en as programme_name_en,
    segments.name_id as segment_name_id,
    segments.name_en as segment_name_en,
    -- time
    told.period_key,
    told.period_start,
    told.as_of_date,
    {{ month_of('told.as_of_date') }} as as_of_month,
    -- figures
    told.value,
    told.numerator_value,
    told.denominator_value,
    told.reported_value,
    coalesce(told.value, told.reported_value) as value_shown,
    case when told.value is not null then 'computed' else 'reported' end as value_origin,
    cast(told.value - told.reported_value as decimal(28, 6)) as difference,
    -- definitions
    case when told.value is not null then told.numerator_used end as numerator_used,
    case when told.value is not null then told.denominator_used end as denominator_used,
    case when told.value is not null then told.denominator_code end as denominator_code,
    case when told.value is not null then definitions.name_id end as denominator_name_id,
    case when told.value is not null then definitions.name_en end as denominator_name_en,
    -- evidence
    told.last_published_on,
    told.report_count,
    -- sorting
    cast(row_number() over (
        order by
            metrics.sort_order asc nulls last, areas.area_code asc nulls last, programmes.programme_code asc nulls last,
            segments.segment_code asc nulls last, told.as_of_date asc nulls last, told.fact_key asc nulls last
    ) as integer) as sort_order
from told
inner join metrics on told.metric_code = metrics.metric_code
inner join areas on told.area_key = areas.area_key
inner join programmes on told.programme_key = programmes.programme_key
inner join segments on told.segment_key = segments.segment_key
left join definitions on told.denominator_code = definitions.denominator_code
