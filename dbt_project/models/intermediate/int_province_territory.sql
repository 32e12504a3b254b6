-- The smallest pieces that provinces were ever divided into are the provinces of today; each lay in another one before it was founded.
{% set generations = 4 %}
with
provinces as (
    select
        area_code,
        coalesce(law_signed_on, {{ beginning() }}) as founded_on,
        split_from_code
    from {{ ref('province') }}
),

held_0 as (
    select
        area_code as territory_code,
        area_code as province_code,
        founded_on as held_from,
        cast(null as date) as held_to
    from provinces
),

{% for generation in range(1, generations) %}
held_{{ generation }} as (
    select
        held.territory_code,
        parents.area_code as province_code,
        parents.founded_on as held_from,
        {{ day_before('held.held_from') }} as held_to
    from held_{{ generation - 1 }} as held
    inner join provinces on held.province_code = provinces.area_code
    inner join provinces as parents on provinces.split_from_code = parents.area_code
),

{% endfor %}
every_holding as (
    {% for generation in range(generations) %}
    {% if not loop.first %}
    union all
    {% endif %}
    select *
    from held_{{ generation }}
    {% endfor %}
)

select
    -- keys
    territory_code,
    province_code,
    -- validity
    held_from,
    held_to
from every_holding
