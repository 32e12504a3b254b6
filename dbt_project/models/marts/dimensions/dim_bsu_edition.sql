with
editions as (
    select *
    from {{ ref('int_bsu_edition') }}
),

none_member as (
    select
        {{ surrogate_key(["'dim_bsu_edition'", "'none'", "'none'", "''"]) }} as bsu_edition_key,
        'none' as edition_code,
        'none' as stage_code
)

select
    -- keys
    bsu_edition_key,
    edition_code,
    stage_code,
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
    unit_rate_idr,
    target_recipients,
    budget_idr,
    recipients,
    amount_idr
from editions

union all

select
    -- keys
    bsu_edition_key,
    edition_code,
    stage_code,
    null as as_of,
    -- attributes
    null as legal_basis,
    null as instalments,
    null as wage_rule,
    null as membership_cutoff,
    null as channels,
    null as source_url,
    null as note,
    -- measures
    null as unit_rate_idr,
    null as target_recipients,
    null as budget_idr,
    null as recipients,
    null as amount_idr
from none_member
