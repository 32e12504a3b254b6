with
stated as (
    select
        *,
        coalesce(area_code, {{ unresolved_area_code('area_name') }}) as member_area_code
    from {{ ref('int_observation_stated') }}
),

areas as (
    select *
    from {{ ref('int_area') }}
),

reports as (
    select *
    from {{ ref('int_report') }}
),

measures as (
    select *
    from {{ ref('int_measure') }}
),

facility_types as (
    select facility_type_code
    from {{ ref('facility_type') }}
),

placed as (
    select
        stated.*,
        areas.area_key,
        reports.published_on,
        -- A person's figure is known from the day of the decision; the figure as read was known until then. A decision may lie before the
        -- last possible day of publication, on which a report of which only the year is known counts as published.
        greatest(reports.known_from, coalesce(stated.decided_on, reports.known_from)) as known_from,
        case
            when stated.ended_on is null then reports.known_to
            when reports.known_to is null then greatest(stated.ended_on, reports.known_from)
            else least(reports.known_to, greatest(stated.ended_on, reports.known_from))
        end as known_to,
        reports.is_current and stated.ended_by is null as is_current,
        reports.superseded_by,
        measures.measure_kind,
        measures.fact_table as fact_of_measure,
        coalesce(stated.programme, measures.implied_programme_code, 'ALL') as programme_code,
        case when facility_types.facility_type_code is null then coalesce(stated.segment, 'ALL') else 'ALL' end as segment_code,
        coalesce(facility_types.facility_type_code, 'ALL') as facility_type_code
    from stated
    inner join reports on stated.report_id = reports.report_id
    inner join areas
        on
            stated.member_area_code = areas.area_code
            and coalesce(stated.period_end, reports.published_on) between areas.answers_from and areas.answers_to
    left join measures on stated.measure = measures.measure_code
    left join facility_types on stated.segment = facility_types.facility_type_code
),

judged as (
    select
        *,
        case
            when fact_of_measure is null then 'the report does not state the whole it refers to'
            when qualifier = 'order_of_magnitude' then 'an order of magnitude is no figure'
            when
                qualifier = 'planned'
                and fact_of_measure <> 'fct_service_points'
                and measure_kind <> 'target'
                then 'planned, not realised'
            when
                qualifier in ('range_low', 'range_high') and fact_of_measure <> 'fct_targets'
                then 'one end of a range is no figure of its own'
            when
                facility_type_code <> 'ALL' and fact_of_measure <> 'fct_service_points'
                then 'a facility type on a measure that has none'
        end as no_fact_because
    from placed
)

select
    -- keys
    observation_id as observation_key,
    observation_id,
    report_id,
    report_month,
    {{ surrogate_key(["'dim_report'", "report_id"]) }} as report_key,
    {{ surrogate_key(["'dim_measure'", "measure"]) }} as measure_key,
    area_key,
    {{ surrogate_key(["'dim_office'", "coalesce(office_code, 'none')"]) }} as office_key,
    {{ surrogate_key(["'dim_programme'", "programme_code"]) }} as programme_key,
    {{ surrogate_key(["'dim_segment'", "segment_code"]) }} as segment_key,
    {{ surrogate_key(["'dim_facility_type'", "facility_type_code"]) }} as facility_type_key,
    {{ surrogate_key(["'dim_date'", "coalesce(cast(period_end as string), 'none')"]) }} as period_end_date_key,
    -- place
    source,
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
    denominator_code,
    -- reading
    reader,
    reader_version,
    confidence,
    rules,
    -- facts
    case when no_fact_because is null then fact_of_measure end as fact_table,
    no_fact_because,
    -- validity
    published_on,
    known_from,
    known_to,
    is_current,
    superseded_by,
    -- people
    correction_id,
    ended_by
from judged
