{#
    Figures of provinces brought to constant boundaries: common table expressions, the last of which are `folded` and `reasons`.

    Reads the expression `told`: fact rows about provinces, with fact_table, fact_key, area_key, period_key, period_start, as_of_date,
    last_published_on, the columns of `series` (what two rows must share, beside area and period, to be added) and `measures`.
    `folded` has one row for each constant area, series and period: each measure where its sum is exact, else empty. `reasons` says
    of those that are not why (incomplete_because_id, incomplete_because_en), by the same key. Part of the key is `list_from`, the day
    since when the list of provinces that the figures speak of was in force: where provinces were founded within a period, the
    figures before and after are not mixed.
#}
{% macro folded_on_constant_boundaries(series, measures) -%}
{%- set cell = ['constant_area_key'] + series + ['period_key', 'list_from'] -%}
folds as (
    select *
    from {{ ref('bridge_area_constant_boundary') }}
),

founded as (
    select
        area_code,
        split_from_code,
        law_signed_on
    from {{ ref('province') }}
    where split_from_code is not null
),

provinces_named as (
    select distinct
        report_id,
        area_code
    from {{ ref('fct_observation') }}
    where area_kind = 'province' and area_code is not null and is_current
),

-- Reports that name nearly all provinces, and of which old province they name a part that was founded later.
national_lists as (
    select provinces_named.report_id
    from provinces_named
    cross join {{ ref('boundary_doubt') }} as doubt
    group by provinces_named.report_id
    having count(*) >= max(doubt.least_provinces_listed)
),

founded_and_named as (
    select distinct
        provinces_named.report_id,
        founded.split_from_code
    from provinces_named
    inner join founded on provinces_named.area_code = founded.area_code
),

doubtful as (
    select distinct told.fact_key
    from told
    inner join {{ ref('bridge_fact_observation') }} as figures
        on told.fact_table = figures.fact_table and told.fact_key = figures.fact_key and figures.role = 'chosen'
    inner join {{ ref('fct_observation') }} as observations on figures.observation_id = observations.observation_id
    inner join national_lists on observations.report_id = national_lists.report_id
    inner join founded
        on observations.area_code = founded.split_from_code and told.as_of_date >= founded.law_signed_on
    left join founded_and_named
        on
            observations.report_id = founded_and_named.report_id
            and observations.area_code = founded_and_named.split_from_code
    where founded_and_named.report_id is null
),

placed as (
    select
        told.*,
        folds.constant_area_key,
        folds.is_exact,
        folds.area_name_id,
        folds.area_name_en,
        folds.is_exact and (told.as_of_date >= folds.valid_from or folds.fold = 'same') as is_counted,
        doubtful.fact_key is not null and folds.is_exact as is_doubtful,
        told.as_of_date < folds.valid_from and folds.fold <> 'same' as is_early,
        -- A flow that began before the province had these boundaries; the parts of a wider area make up for each other.
        told.as_of_date >= folds.valid_from and coalesce(told.period_start < folds.valid_from, false) and folds.fold = 'same'
            as is_straddling
    from told
    inner join folds on told.area_key = folds.area_key
    left join doubtful on told.fact_key = doubtful.fact_key
),

days as (
    select distinct
        constant_area_key,
        as_of_date
    from placed
),

-- The provinces that made up (or contained) the constant area on that day.
existing as (
    select
        days.constant_area_key,
        days.as_of_date,
        folds.area_key,
        folds.area_name_id,
        folds.area_name_en,
        folds.is_exact,
        folds.valid_from
    from days
    inner join folds
        on
            days.constant_area_key = folds.constant_area_key
            and days.as_of_date between folds.valid_from and coalesce(folds.valid_to, date '9999-12-31')
),

lists as (
    select
        constant_area_key,
        as_of_date,
        max(valid_from) as list_from,
        cast(greatest(sum(case when is_exact then 1 else 0 end), 1) as integer) as parts_expected
    from existing
    group by constant_area_key, as_of_date
),

listed as (
    select
        placed.*,
        lists.list_from,
        lists.parts_expected
    from placed
    inner join lists on placed.constant_area_key = lists.constant_area_key and placed.as_of_date = lists.as_of_date
),

cells as (
    select
        {{ cell | join(',\n        ') }},
        {% for measure in measures %}
        cast(sum(case when is_counted then {{ measure }} end) as decimal(38, 6)) as {{ measure }}_total,
        count(case when is_counted then {{ measure }} end) as {{ measure }}_known,
        count({{ measure }}) as {{ measure }}_told,
        {% endfor %}
        max(as_of_date) as as_of_date,
        max(parts_expected) as parts_expected,
        cast(sum(case when is_counted then 1 else 0 end) as integer) as parts_known,
        max(last_published_on) as last_published_on,
        case when count(*) = 1 then min(fact_key) end as only_key,
        case
            when max(case when is_doubtful then 1 else 0 end) = 1 then 'doubtful'
            when max(case when is_early then 1 else 0 end) = 1 then 'early'
            when max(case when is_straddling then 1 else 0 end) = 1 then 'straddling'
        end as row_reason
    from listed
    group by {{ cell | join(', ') }}
),

judged as (
    select
        *,
        {% for measure in measures %}
        case
            when {{ measure }}_told = 0 then null
            when row_reason is not null then row_reason
            when {{ measure }}_known = 0 then 'wider'
            when {{ measure }}_known < parts_expected then 'missing'
        end as {{ measure }}_reason{{ ',' if not loop.last }}
        {% endfor %}
    from cells
),

-- From here on only what cannot be summed: few rows, one for each measure.
unknown as (
    {% for measure in measures %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        {{ cell | join(',\n        ') }},
        as_of_date,
        '{{ measure }}' as fact_column,
        {{ measure }}_reason as reason_code
    from judged
    where {{ measure }}_reason is not null
    {% endfor %}
),

listed_figures as (
    {% for measure in measures %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        {% for column in cell %}
        listed.{{ column }},
        {% endfor %}
        '{{ measure }}' as fact_column,
        listed.area_key,
        listed.area_name_id,
        listed.area_name_en,
        listed.is_exact,
        listed.is_doubtful,
        listed.is_early,
        listed.is_straddling
    from listed
    inner join judged
        on
            {% for column in cell %}
            listed.{{ column }} = judged.{{ column }}{{ ' and' if not loop.last }}
            {% endfor %}
    where judged.{{ measure }}_reason is not null and listed.{{ measure }} is not null
    {% endfor %}
),

-- The provinces that a reason is about: those that a figure speaks of, or those that no figure speaks of.
blamed as (
    select
        {% for column in cell %}
        unknown.{{ column }},
        {% endfor %}
        unknown.fact_column,
        unknown.reason_code,
        figures.area_name_id,
        figures.area_name_en
    from unknown
    inner join listed_figures as figures
        on
            {% for column in cell + ['fact_column'] %}
            unknown.{{ column }} = figures.{{ column }}{{ ' and' if not loop.last }}
            {% endfor %}
    where
        (unknown.reason_code = 'doubtful' and figures.is_doubtful)
        or (unknown.reason_code = 'early' and figures.is_early)
        or (unknown.reason_code = 'straddling' and figures.is_straddling)
        or (unknown.reason_code = 'wider' and not figures.is_exact)

    union all

    select
        {% for column in cell %}
        unknown.{{ column }},
        {% endfor %}
        unknown.fact_column,
        unknown.reason_code,
        existing.area_name_id,
        existing.area_name_en
    from unknown
    inner join existing
        on
            unknown.constant_area_key = existing.constant_area_key and unknown.as_of_date = existing.as_of_date
            and existing.is_exact
    left join listed_figures as figures
        on
            {% for column in cell + ['fact_column'] %}
            unknown.{{ column }} = figures.{{ column }} and
            {% endfor %}
            existing.area_key = figures.area_key
    where unknown.reason_code = 'missing' and figures.area_key is null
),

blame as (
    select
        {{ cell | join(',\n        ') }},
        fact_column,
        reason_code,
        {{ joined_distinct('area_name_id') }} as areas_id,
        {{ joined_distinct('area_name_en') }} as areas_en
    from blamed
    group by {{ cell | join(', ') }}, fact_column, reason_code
),

-- Which measures lack a value for the same reason.
explained as (
    select
        {% for column in cell %}
        blame.{{ column }},
        {% endfor %}
        {{ filled('min(reasons.text_id)', [('areas', 'blame.areas_id')]) }} as because_id,
        {{ filled('min(reasons.text_en)', [('areas', 'blame.areas_en')]) }} as because_en,
        {{ joined('blame.fact_column', ', ', 'blame.fact_column') }} as fact_columns
    from blame
    inner join {{ ref('boundary_reason') }} as reasons on blame.reason_code = reasons.reason_code
    group by {% for column in cell %}blame.{{ column }}, {% endfor %}blame.reason_code, blame.areas_id, blame.areas_en
),

reasons as (
    select
        {{ cell | join(',\n        ') }},
        {{ joined("concat(fact_columns, ': ', because_id)", '; ', 'fact_columns') }} as incomplete_because_id,
        {{ joined("concat(fact_columns, ': ', because_en)", '; ', 'fact_columns') }} as incomplete_because_en
    from explained
    group by {{ cell | join(', ') }}
),

several_keys as (
    select
        {% for column in cell %}
        listed.{{ column }},
        {% endfor %}
        {{ joined('listed.fact_key', '; ', 'listed.fact_key') }} as fact_keys
    from listed
    inner join cells
        on
            cells.only_key is null and
            {% for column in cell %}
            listed.{{ column }} = cells.{{ column }}{{ ' and' if not loop.last }}
            {% endfor %}
    group by {% for column in cell %}listed.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
),

folded as (
    select
        {% for column in cell %}
        judged.{{ column }},
        {% endfor %}
        coalesce(judged.only_key, several_keys.fact_keys) as fact_keys,
        {% for measure in measures %}
        case when judged.{{ measure }}_reason is null then judged.{{ measure }}_total end as {{ measure }},
        {% endfor %}
        {% for measure in measures %}
        case when judged.{{ measure }}_told > 0 and judged.{{ measure }}_reason is null then 1 else 0 end{{ ' +' if not loop.last }}
        {% endfor %}
        as measures_known,
        {% for measure in measures %}
        case when judged.{{ measure }}_told > 0 then 1 else 0 end{{ ' +' if not loop.last }}
        {% endfor %}
        as measures_told,
        judged.as_of_date,
        judged.parts_expected,
        judged.parts_known,
        judged.last_published_on
    from judged
    left join several_keys
        on
            {% for column in cell %}
            judged.{{ column }} = several_keys.{{ column }}{{ ' and' if not loop.last }}
            {% endfor %}
)
{%- endmacro %}
