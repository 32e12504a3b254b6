with
rules as (
    select *
    from {{ ref('benefit_rule') }}
)

select
    -- keys
    {{ surrogate_key(["'dim_benefit_rule'", "rule_code", "valid_from"]) }} as benefit_rule_key,
    rule_code,
    {{ surrogate_key(["'dim_programme'", "programme_code"]) }} as programme_key,
    programme_code,
    segment_code,
    -- attributes
    rule_kind,
    component,
    payer,
    unit,
    basis,
    legal_basis,
    source_tag,
    source_url,
    note,
    -- measures
    cast(value as decimal(28, 6)) as value,
    -- validity
    valid_from,
    valid_from_precision,
    valid_to,
    valid_to is null as is_current
from rules
