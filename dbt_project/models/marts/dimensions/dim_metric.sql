with
metrics as (
    select *
    from {{ ref('metric') }}
),

mappings as (
    select *
    from {{ ref('ilo_mapping') }}
)

select
    -- keys
    {{ surrogate_key(["'dim_metric'", "metrics.metric_code"]) }} as metric_key,
    metrics.metric_code,
    -- names
    metrics.name_id,
    metrics.name_en,
    metrics.definition_id,
    metrics.definition_en,
    -- how it is computed
    metrics.fact_table,
    metrics.value_column,
    metrics.numerator as numerator_column,
    metrics.denominator as denominator_column,
    metrics.reported as reported_column,
    metrics.denominator_code,
    metrics.unit,
    metrics.scale,
    -- how it may be used
    metrics.direction,
    metrics.numerator_additivity,
    metrics.denominator_additivity,
    -- exchange
    mappings.ilo_term,
    mappings.sdg_indicator,
    mappings.sdg_series,
    coalesce(mappings.extent, 'none') as sdg_extent,
    -- sorting
    metrics.sort_order
from metrics
left join mappings on metrics.ilo_mapping_code = mappings.mapping_code
