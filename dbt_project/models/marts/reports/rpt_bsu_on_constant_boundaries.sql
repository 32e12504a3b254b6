{% set measures = ['recipients', 'candidates', 'amount_idr'] %}
{% set series = ['edition_code', 'origin'] %}
with
disbursements as (
    select * from {{ ref('fct_benefit_disbursements') }}
    where programme_code = 'BSU' and segment_code = 'ALL' and area_kind = 'province' and as_of_date is not null
),

told as (
    {% for measure in measures %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        'fct_benefit_disbursements' as fact_table,
        benefit_disbursement_key as fact_key,
        '{{ measure }}' as fact_column,
        area_key,
        edition_code,
        origin,
        period_key,
        period_start,
        as_of_date,
        cast({{ measure }} as decimal(38, 6)) as value
    from disbursements
    where {{ measure }} is not null
    {% endfor %}
),

{{ folded_on_constant_boundaries(series) }},

-- Which measures lack a value for the same reason.
unknown as (
    select
        constant_area_key,
        edition_code,
        origin,
        period_key,
        list_from,
        because_id,
        because_en,
        {{ joined('fact_column', ', ', 'fact_column') }} as fact_columns
    from folded
    where value is null
    group by constant_area_key, edition_code, origin, period_key, list_from, because_id, because_en
),

reasons as (
    select
        constant_area_key,
        edition_code,
        origin,
        period_key,
        list_from,
        {{ joined("concat(fact_columns, ': ', because_id)", '; ', 'fact_columns') }} as incomplete_because_id,
        {{ joined("concat(fact_columns, ': ', because_en)", '; ', 'fact_columns') }} as incomplete_because_en
    from unknown
    group by constant_area_key, edition_code, origin, period_key, list_from
),

evidence as (
    select
        listed.constant_area_key,
        listed.edition_code,
        listed.origin,
        listed.period_key,
        listed.list_from,
        {{ joined_distinct('listed.fact_key') }} as benefit_disbursement_keys,
        max(disbursements.last_published_on) as last_published_on
    from listed
    inner join disbursements on listed.fact_key = disbursements.benefit_disbursement_key
    group by listed.constant_area_key, listed.edition_code, listed.origin, listed.period_key, listed.list_from
),

sums as (
    select
        constant_area_key,
        edition_code,
        origin,
        period_key,
        list_from,
        max(as_of_date) as as_of_date,
        max(parts_expected) as parts_expected,
        max(parts_known) as parts_known,
        cast(count(value) as integer) as measures_known,
        cast(count(*) as integer) as measures_told,
        cast(max(case when fact_column = 'recipients' then value end) as decimal(28, 0)) as recipients,
        cast(max(case when fact_column = 'candidates' then value end) as decimal(28, 0)) as candidates,
        cast(max(case when fact_column = 'amount_idr' then value end) as decimal(28, 6)) as amount_idr
    from folded
    group by constant_area_key, edition_code, origin, period_key, list_from
),

-- Reports give running totals of an edition: the latest one of which something is known speaks for it.
ranked as (
    select
        *,
        row_number() over (
            partition by constant_area_key, edition_code, origin
            order by
                case when measures_known > 0 then 0 else 1 end asc nulls last, as_of_date desc nulls last,
                measures_known desc nulls last, period_key desc nulls last, list_from desc nulls last
        ) as turn
    from sums
),

latest as (
    select * from ranked
    where turn = 1
),

constant_areas as (
    select * from {{ ref('dim_constant_area') }}
)

select
    -- keys
    {{ surrogate_key([
        "'rpt_bsu_on_constant_boundaries'", 'latest.constant_area_key', 'latest.edition_code', 'latest.origin',
    ]) }} as bsu_on_constant_boundaries_key,
    evidence.benefit_disbursement_keys,
    latest.constant_area_key,
    constant_areas.boundary_set_code,
    constant_areas.province_code,
    latest.edition_code,
    latest.origin,
    -- names
    constant_areas.boundary_set_name_id,
    constant_areas.boundary_set_name_en,
    constant_areas.province_name_id,
    constant_areas.province_name_en,
    constant_areas.province_name_short,
    constant_areas.covers_id,
    constant_areas.covers_en,
    -- time
    latest.as_of_date,
    latest.period_key,
    -- totals, to be read and not added over lists of provinces
    {{ level_text('latest.recipients') }} as recipients_text,
    {{ level_text('latest.candidates') }} as candidates_text,
    {{ level_text('latest.amount_idr', 30) }} as amount_idr_text,
    {{ metric('amount_per_recipient_idr', 'latest.') }} as amount_per_recipient_idr,
    -- completeness
    latest.parts_expected,
    latest.parts_known,
    latest.measures_known = latest.measures_told as is_complete,
    reasons.incomplete_because_id,
    reasons.incomplete_because_en,
    -- evidence
    evidence.last_published_on,
    -- sorting
    cast(row_number() over (
        order by
            constant_areas.boundary_set_code asc nulls last, latest.edition_code desc nulls last,
            constant_areas.province_code asc nulls last, latest.origin desc nulls last
    ) as integer) as sort_order
from latest
inner join constant_areas on latest.constant_area_key = constant_areas.constant_area_key
inner join evidence
    on
        latest.constant_area_key = evidence.constant_area_key and latest.edition_code = evidence.edition_code
        and latest.origin = evidence.origin and latest.period_key = evidence.period_key and latest.list_from = evidence.list_from
left join reasons
    on
        latest.constant_area_key = reasons.constant_area_key and latest.edition_code = reasons.edition_code
        and latest.origin = reasons.origin and latest.period_key = reasons.period_key and latest.list_from = reasons.list_from
