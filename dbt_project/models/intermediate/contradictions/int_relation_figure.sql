-- The figures as the relations see them: intervals. A figure that a newer report replaced takes no part any more.
with
measures as (
    select * from {{ ref('int_measure') }}
),

printed as (
    select * from {{ ref('int_observation') }}
    where is_current
),

observations as (
    select
        printed.observation_id,
        printed.report_id,
        printed.measure,
        printed.qualifier,
        printed.period_start,
        printed.period_end,
        printed.period_basis,
        printed.area_name,
        printed.area_kind,
        printed.area_code,
        printed.as_printed,
        printed.published_on,
        printed.confidence,
        printed.unit,
        coalesce(printed.area_code, concat(printed.area_kind, ':', lower(printed.area_name))) as area_id,
        coalesce(printed.segment, 'ALL') as segment_code,
        coalesce(printed.programme, measures.implied_programme_code, 'ALL') as programme_code,
        coalesce({{ first_number('printed.locator') }}, 0) as printed_order,
        cast(printed.value as double) as value,
        coalesce(measures.measure_kind, '') = 'target' as is_target,
        {{ printed_precision_columns('printed') }}
    from printed
    inner join measures on printed.measure = measures.measure_code
),

kanwil_offices as (
    select office_code
    from {{ ref('int_office') }}
    where office_kind = 'kanwil'
),

widened as (
    select
        observations.*,
        qualifiers.takes_stated,
        qualifiers.takes_firm,
        qualifiers.takes_target,
        case
            when observations.area_kind = 'nation' then 1
            when observations.area_kind in ('island_group', 'region_group') then 2
            when kanwil_offices.office_code is not null then 3
            when observations.area_kind = 'province' then 4
            else 5
        end as area_level,
        {{ printed_half_width('observations', 'qualifiers') }} as half_width,
        -- 'At least 355.090' is what is aimed at: a growth or a share told of the target is told of that number.
        qualifiers.is_open_below and not observations.is_target as is_open_below,
        qualifiers.is_open_above and not observations.is_target as is_open_above
    from observations
    inner join {{ ref('measure_relation_qualifier') }} as qualifiers
        on observations.qualifier = qualifiers.qualifier
    left join kanwil_offices
        on case when observations.area_kind = 'office_work_area' then observations.area_code end = kanwil_offices.office_code
),

with_ends as (
    select
        *,
        case
            when is_open_below then cast(0 as double)
            -- A fall may be any; a count is never below nothing.
            when value < 0 then value - half_width
            else greatest(value - half_width, 0)
        end as low,
        case when is_open_above then {{ open_end() }} else value + half_width end as high,
        row_number() over (
            partition by
                report_id, measure, unit, area_id, segment_code, programme_code, period_start, period_end, qualifier
            order by printed_order nulls last, observation_id nulls last
        ) as turn
    from widened
),

-- A printed range is two observations; together they are one interval.
range_tops as (
    select *
    from with_ends
    where qualifier = 'range_high'
),

stated as (
    select
        with_ends.observation_id as figure_id,
        with_ends.observation_id,
        range_tops.observation_id as upper_observation_id,
        with_ends.report_id,
        with_ends.published_on,
        with_ends.measure,
        with_ends.unit,
        with_ends.area_id,
        with_ends.area_kind,
        with_ends.area_code,
        with_ends.area_name,
        with_ends.area_level,
        with_ends.segment_code,
        with_ends.programme_code,
        with_ends.period_start,
        with_ends.period_end,
        with_ends.period_basis,
        with_ends.value,
        with_ends.low,
        case when with_ends.qualifier = 'range_low' then range_tops.high else with_ends.high end as high,
        case
            when with_ends.as_printed <> range_tops.as_printed
                then concat(with_ends.as_printed, ' - ', range_tops.as_printed)
            else with_ends.as_printed
        end as as_printed,
        with_ends.printed_order,
        with_ends.confidence,
        with_ends.takes_stated,
        with_ends.takes_firm,
        with_ends.takes_target
    from with_ends
    left join range_tops
        on
            case when with_ends.qualifier = 'range_low' then with_ends.report_id end = range_tops.report_id
            and with_ends.measure = range_tops.measure
            and with_ends.unit = range_tops.unit
            and with_ends.area_id = range_tops.area_id
            and with_ends.segment_code = range_tops.segment_code
            and with_ends.programme_code = range_tops.programme_code
            and coalesce(with_ends.period_start, {{ beginning() }}) = coalesce(range_tops.period_start, {{ beginning() }})
            and coalesce(with_ends.period_end, {{ beginning() }}) = coalesce(range_tops.period_end, {{ beginning() }})
            and with_ends.turn = range_tops.turn
    where
        with_ends.qualifier <> 'range_high'
        and (with_ends.qualifier <> 'range_low' or range_tops.observation_id is not null)
),

unit_rates as (
    select distinct
        edition,
        cast(unit_rate_idr as double) as unit_rate_idr
    from {{ ref('bsu_edition') }}
    where unit_rate_idr is not null
),

-- The unit rates of the edition stand beside every amount they may explain, as figures without an observation.
reference_rates as (
    select
        stated.*,
        unit_rates.unit_rate_idr,
        row_number() over (
            partition by
                stated.report_id, stated.area_id, stated.segment_code, stated.programme_code,
                stated.period_start, stated.period_end, stated.period_basis, unit_rates.unit_rate_idr
            order by stated.printed_order nulls last, stated.figure_id nulls last
        ) as rate_number
    from stated
    inner join unit_rates
        on cast(unit_rates.edition as string) = substr(cast(stated.period_end as string), 1, 4)
    where stated.measure = 'bsu_amount'
),

every_figure as (
    select
        figure_id,
        observation_id,
        upper_observation_id,
        report_id,
        published_on,
        measure,
        unit,
        area_id,
        area_kind,
        area_code,
        area_name,
        area_level,
        segment_code,
        programme_code,
        period_start,
        period_end,
        period_basis,
        value,
        low,
        high,
        as_printed,
        printed_order,
        confidence,
        takes_stated,
        takes_firm,
        takes_target
    from stated

    union all

    select
        concat('rate:', figure_id, ':', cast(cast(unit_rate_idr as bigint) as string)) as figure_id,
        cast(null as string) as observation_id,
        cast(null as string) as upper_observation_id,
        report_id,
        published_on,
        'bsu_unit_rate' as measure,
        'IDR' as unit,
        area_id,
        area_kind,
        area_code,
        area_name,
        area_level,
        segment_code,
        programme_code,
        period_start,
        period_end,
        period_basis,
        unit_rate_idr as value,
        unit_rate_idr as low,
        unit_rate_idr as high,
        concat('Rp', {{ number_id('unit_rate_idr') }}) as as_printed,
        cast(unit_rate_idr as bigint) as printed_order,
        cast(1 as double) as confidence,
        true as takes_stated,
        true as takes_firm,
        true as takes_target
    from reference_rates
    where rate_number = 1
),

-- A hostile report may print one fact a thousand times: values that only repeat are marked, and the different ones numbered.
first_prints as (
    select
        *,
        case
            when
                row_number() over (
                    partition by
                        report_id, measure, unit, area_id, segment_code, programme_code, period_start, period_end,
                        period_basis, value, low, high
                    order by printed_order nulls last, figure_id nulls last
                ) = 1
                then 1
            else 0
        end as is_first_print
    from every_figure
),

numbered as (
    select
        *,
        sum(is_first_print) over (
            partition by
                report_id, measure, unit, area_id, segment_code, programme_code, period_start, period_end, period_basis
            order by printed_order nulls last, figure_id nulls last
            rows between unbounded preceding and current row
        ) as print_number
    from first_prints
)

select
    -- keys
    figure_id,
    observation_id,
    upper_observation_id,
    report_id,
    -- what it says, about what
    published_on,
    measure,
    unit,
    area_id,
    area_kind,
    area_code,
    area_name,
    area_level,
    segment_code,
    programme_code,
    period_start,
    period_end,
    period_basis,
    -- the number and the interval that its printing allows
    value,
    low,
    high,
    as_printed,
    printed_order,
    confidence,
    -- which relations may use it
    takes_stated,
    takes_firm,
    takes_target,
    case when is_first_print = 1 then cast(print_number as integer) end as candidate_number
from numbered
