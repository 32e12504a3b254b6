with
stages as (
    select *
    from {{ ref('bsu_edition') }}
    where legal_basis is not null
),

editions as (
    select
        edition,
        'ALL' as stage,
        max(legal_basis) as legal_basis,
        max(unit_rate_idr) as unit_rate_idr,
        max(instalments) as instalments,
        max(wage_rule) as wage_rule,
        max(membership_cutoff) as membership_cutoff,
        max(case when wave_or_stage = 'plan' then target_recipients end) as target_recipients,
        max(case when wave_or_stage = 'plan' then budget_idr end) as budget_idr
    from stages
    group by edition
),

every_stage as (
    select
        edition,
        wave_or_stage as stage,
        legal_basis,
        unit_rate_idr,
        instalments,
        wage_rule,
        membership_cutoff,
        target_recipients,
        budget_idr,
        recipients,
        amount_idr,
        as_of,
        channels,
        source_url,
        note
    from stages

    union all

    select
        edition,
        stage,
        legal_basis,
        unit_rate_idr,
        instalments,
        wage_rule,
        membership_cutoff,
        target_recipients,
        budget_idr,
        null as recipients,
        null as amount_idr,
        null as as_of,
        null as channels,
        null as source_url,
        null as note
    from editions
)

select
    -- keys
    {{ surrogate_key(["'dim_bsu_edition'", "edition", "stage", "as_of"]) }} as bsu_edition_key,
    edition as edition_code,
    stage as stage_code,
    as_of,
    -- attributes
    legal_basis,
    instalments,
    wage_rule,
    membership_cutoff,
    channels,
    source_url,
    note,
    -- measures
    cast(unit_rate_idr as decimal(28, 6)) as unit_rate_idr,
    cast(target_recipients as decimal(28, 0)) as target_recipients,
    cast(budget_idr as decimal(28, 6)) as budget_idr,
    cast(recipients as decimal(28, 0)) as recipients,
    cast(amount_idr as decimal(28, 6)) as amount_idr
from every_stage
