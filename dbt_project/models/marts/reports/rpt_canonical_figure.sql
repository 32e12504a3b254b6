{# Facts that have rows of registers beside rows of reports: the columns that both fill. #}
{%- set counted = {
    'fct_employers': ('employers_key', ['employers_registered', 'employers_active', 'employers_inactive']),
    'fct_contributions': ('contribution_key', ['amount_idr']),
    'fct_benefit_disbursements': ('benefit_disbursement_key', ['recipients', 'cases', 'amount_idr']),
} -%}
with
observations as (
    select * from {{ ref('fct_observation') }}
),

reports as (
    select * from {{ ref('dim_report') }}
),

bridge as (
    select * from {{ ref('bridge_fact_observation') }}
),

cells as (
    select
        bridge.fact_table,
        bridge.fact_key,
        bridge.fact_column,
        bridge.measure,
        bridge.role,
        bridge.chosen_because,
        bridge.place_in_cell,
        observations.observation_id,
        observations.area_key,
        observations.programme_key,
        observations.segment_key,
        observations.period_end,
        observations.source,
        observations.value,
        observations.as_printed,
        observations.qualifier,
        observations.denominator_code,
        reports.report_key,
        reports.file_name,
        reports.publisher,
        reports.published_on
    from bridge
    inner join observations on bridge.observation_id = observations.observation_id
    inner join reports on observations.report_key = reports.report_key
),

chosen as (
    select * from cells
    where role = 'chosen'
),

alternatives as (
    select * from cells
    where role = 'alternative'
),

-- What reports say of a fact that was counted as well: the count stands, the canonical figure of the reports is the alternative.
{% for fact, (key, columns) in counted.items() %}
{{ fact }}_counted as (
    {% for column in columns %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        '{{ fact }}' as fact_table,
        registered.{{ key }} as fact_key,
        reported.{{ key }} as reported_fact_key,
        '{{ column }}' as fact_column,
        registered.as_of_date,
        cast(registered.{{ column }} as decimal(28, 6)) as value,
        registered.last_published_on
    from {{ ref(fact) }} as registered
    inner join {{ ref(fact) }} as reported
        on
            registered.area_code = reported.area_code
            and registered.programme_key = reported.programme_key
            and registered.segment_key = reported.segment_key
            and registered.period_key = reported.period_key
            {% if fact == 'fct_employers' %}
            and registered.scale_code = reported.scale_code
            {% elif fact == 'fct_benefit_disbursements' %}
            and registered.edition_code = reported.edition_code
            {% endif %}
    where
        registered.origin = 'register' and reported.origin = 'reported'
        and registered.{{ column }} is not null and reported.{{ column }} is not null
    {% endfor %}
),

{% endfor %}
counted as (
    {% for fact in counted %}
    {% if not loop.first %}
    union all
    {% endif %}
    select * from {{ fact }}_counted
    {% endfor %}
),

choices as (
    select
        chosen.fact_table,
        chosen.fact_key,
        chosen.fact_column,
        chosen.measure,
        chosen.area_key,
        chosen.programme_key,
        chosen.segment_key,
        chosen.period_end as as_of_date,
        chosen.source as chosen_origin,
        chosen.observation_id as chosen_observation_id,
        chosen.value as chosen_value,
        chosen.as_printed as chosen_as_printed,
        chosen.qualifier as chosen_qualifier,
        chosen.denominator_code as chosen_denominator_code,
        chosen.report_key as chosen_report_key,
        chosen.file_name as chosen_file_name,
        chosen.publisher as chosen_publisher,
        chosen.published_on as chosen_published_on,
        chosen.chosen_because,
        alternatives.source as alternative_origin,
        alternatives.observation_id as alternative_observation_id,
        alternatives.value as alternative_value,
        alternatives.as_printed as alternative_as_printed,
        alternatives.qualifier as alternative_qualifier,
        alternatives.denominator_code as alternative_denominator_code,
        alternatives.report_key as alternative_report_key,
        alternatives.file_name as alternative_file_name,
        alternatives.publisher as alternative_publisher,
        alternatives.published_on as alternative_published_on,
        alternatives.chosen_because as lost_by,
        alternatives.place_in_cell
    from chosen
    inner join alternatives
        on
            chosen.fact_table = alternatives.fact_table
            and chosen.fact_key = alternatives.fact_key
            and chosen.fact_column = alternatives.fact_column

    union all

    select
        counted.fact_table,
        counted.fact_key,
        counted.fact_column,
        chosen.measure,
        chosen.area_key,
        chosen.programme_key,
        chosen.segment_key,
        counted.as_of_date,
        'register' as chosen_origin,
        cast(null as string) as chosen_observation_id,
        counted.value as chosen_value,
        cast(null as string) as chosen_as_printed,
        cast(null as string) as chosen_qualifier,
        cast(null as string) as chosen_denominator_code,
        cast(null as string) as chosen_report_key,
        cast(null as string) as chosen_file_name,
        cast(null as string) as chosen_publisher,
        counted.last_published_on as chosen_published_on,
        '{{ register_first()[0] }}' as chosen_because,
        chosen.source as alternative_origin,
        chosen.observation_id as alternative_observation_id,
        chosen.value as alternative_value,
        chosen.as_printed as alternative_as_printed,
        chosen.qualifier as alternative_qualifier,
        chosen.denominator_code as alternative_denominator_code,
        chosen.report_key as alternative_report_key,
        chosen.file_name as alternative_file_name,
        chosen.publisher as alternative_publisher,
        chosen.published_on as alternative_published_on,
        '{{ register_first()[0] }}' as lost_by,
        2 as place_in_cell
    from counted
    inner join chosen
        on
            counted.fact_table = chosen.fact_table
            and counted.reported_fact_key = chosen.fact_key
            and counted.fact_column = chosen.fact_column
),

areas as (
    select * from {{ ref('dim_area') }}
),

measures as (
    select * from {{ ref('dim_measure') }}
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
        "'rpt_canonical_figure'", 'choices.fact_key', 'choices.fact_column', 'choices.alternative_observation_id'
    ]) }} as canonical_figure_key,
    choices.fact_table,
    choices.fact_key,
    choices.fact_column,
    areas.area_code,
    measures.measure_code,
    programmes.programme_code,
    segments.segment_code,
    -- names
    areas.area_kind,
    areas.name_id as area_name_id,
    coalesce(areas.name_en, areas.name_id) as area_name_en,
    measures.name_id as measure_name_id,
    measures.name_en as measure_name_en,
    measures.unit,
    -- time
    choices.as_of_date,
    -- the canonical figure
    choices.chosen_value,
    choices.chosen_as_printed,
    choices.chosen_qualifier,
    choices.chosen_origin,
    choices.chosen_denominator_code,
    choices.chosen_observation_id,
    choices.chosen_report_key,
    choices.chosen_file_name,
    choices.chosen_publisher,
    choices.chosen_published_on,
    choices.chosen_because as chosen_because_en,
    {{ criterion_in_indonesian('choices.chosen_because') }} as chosen_because_id,
    -- the alternative
    choices.place_in_cell as alternative_place,
    choices.alternative_value,
    choices.alternative_as_printed,
    choices.alternative_qualifier,
    choices.alternative_origin,
    choices.alternative_denominator_code,
    choices.alternative_observation_id,
    choices.alternative_report_key,
    choices.alternative_file_name,
    choices.alternative_publisher,
    choices.alternative_published_on,
    choices.lost_by as lost_by_en,
    {{ criterion_in_indonesian('choices.lost_by') }} as lost_by_id,
    -- how far apart
    cast(choices.alternative_value - choices.chosen_value as decimal(28, 6)) as difference,
    choices.alternative_value = choices.chosen_value as is_equal,
    -- sorting
    cast(row_number() over (
        order by
            choices.fact_table asc nulls last, areas.area_code asc nulls last, choices.as_of_date asc nulls last,
            choices.fact_key asc nulls last, choices.fact_column asc nulls last, choices.place_in_cell asc nulls last,
            choices.alternative_observation_id asc nulls last
    ) as integer) as sort_order
from choices
inner join areas on choices.area_key = areas.area_key
inner join measures on choices.measure = measures.measure_code
inner join programmes on choices.programme_key = programmes.programme_key
inner join segments on choices.segment_key = segments.segment_key
