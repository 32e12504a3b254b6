with
{% for source in var('observation_sources') %}
{{ source }}_observation as (
    select *
    from {{ ref('stg_' ~ source) }}
),
{% endfor %}
every_source as (
    {% for source in var('observation_sources') %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        '{{ source }}' as source,
        {{ observation_columns() | join(',\n        ') }},
        sentence
    from {{ source }}_observation
    {% endfor %}
)

select
    -- keys
    observation_id,
    report_id,
    report_month,
    source,
    -- place
    locator,
    as_printed,
    -- meaning
    measure,
    value,
    unit,
    decimals,
    qualifier,
    period_start,
    period_end,
    period_kind,
    period_basis,
    area_name,
    area_kind,
    area_code,
    office_code,
    programme,
    segment,
    -- reading
    reader,
    reader_version,
    confidence,
    rules,
    sentence
from every_source
