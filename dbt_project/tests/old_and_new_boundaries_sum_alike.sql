-- Where all provinces of a newer list that lie in one of an older list have a value, they add up to its value.
{% set measures = [
    'workers_labour_force', 'workers_employed', 'workers_registered', 'workers_active', 'workers_inactive', 'workers_unprotected',
    'workers_new',
] %}
with
levels as (
    {% for measure in measures %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        constant_area_key,
        programme_code,
        segment_code,
        period_key,
        '{{ measure }}' as measure,
        cast({{ measure }}_text as decimal(28, 0)) as level
    from {{ ref('rpt_coverage_on_constant_boundaries') }}
    where {{ measure }}_text is not null
    {% endfor %}
),

constant_areas as (
    select *
    from {{ ref('dim_constant_area') }}
),

territories as (
    select *
    from {{ ref('int_province_territory') }}
),

-- A province of a newer list lies in that of the older one that held its own land at the time.
nested as (
    select
        older.constant_area_key as older_key,
        newer.constant_area_key as newer_key,
        count(*) over (partition by older.constant_area_key, newer.boundary_set_code) as newer_areas,
        newer.boundary_set_code as newer_set
    from constant_areas as newer
    inner join constant_areas as older on newer.drawn_on > older.drawn_on
    inner join territories
        on
            newer.province_code = territories.territory_code
            and older.province_code = territories.province_code
            and older.drawn_on between territories.held_from and coalesce(territories.held_to, date '9999-12-31')
),

newer_sums as (
    select
        nested.older_key,
        nested.newer_set,
        levels.programme_code,
        levels.segment_code,
        levels.period_key,
        levels.measure,
        sum(levels.level) as level
    from nested
    inner join levels on nested.newer_key = levels.constant_area_key
    group by
        nested.older_key, nested.newer_set, levels.programme_code, levels.segment_code, levels.period_key, levels.measure
    having count(*) = max(nested.newer_areas)
)

select
    newer_sums.older_key,
    newer_sums.newer_set,
    newer_sums.period_key,
    newer_sums.measure,
    newer_sums.level as newer_level,
    levels.level as older_level
from newer_sums
left join levels
    on
        newer_sums.older_key = levels.constant_area_key
        and newer_sums.programme_code = levels.programme_code
        and newer_sums.segment_code = levels.segment_code
        and newer_sums.period_key = levels.period_key
        and newer_sums.measure = levels.measure
where levels.level is null or levels.level <> newer_sums.level
