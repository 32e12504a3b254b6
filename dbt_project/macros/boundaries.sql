{#
    Figures of provinces brought to constant boundaries: common table expressions, the last of which is `folded`.

    Reads the expression `told`: one figure of one fact row, with fact_table, fact_key, fact_column, value, area_key, period_key,
    period_start, as_of_date and the columns of `series` (what two figures must share, beside area and period, to be added).
    Gives one row for each constant area, series, period and fact_column: `value` where it is exact, else empty and `because_id`,
    `because_en` say why.
    `list_from` is the day since when the list of provinces that the figures speak of was in force: where provinces were founded
    within a period, the figures before and after are not mixed.
#}
{% macro folded_on_constant_boundaries(series) -%}
{%- set cell = ['constant_area_key'] + series + ['period_key', 'list_from', 'fact_column'] -%}
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
    select distinct
        told.fact_key,
        told.fact_column
    from told
    inner join {{ ref('bridge_fact_observation') }} as figures
        on
            told.fact_table = figures.fact_table and told.fact_key = figures.fact_key and told.fact_column = figures.fact_column
            and figures.role = 'chosen'
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
        folds.fold,
        folds.is_exact,
        folds.area_name_id,
        folds.area_name_en,
        folds.is_exact and (told.as_of_date >= folds.valid_from or folds.fold = 'same') as is_counted,
        doubtful.fact_key is not null as is_doubtful,
        told.as_of_date < folds.valid_from and folds.fold <> 'same' as is_early,
        -- A flow that began before the province had these boundaries; the parts of a wider area make up for each other.
        told.as_of_date >= folds.valid_from and coalesce(told.period_start < folds.valid_from, false) and folds.fold = 'same'
            as is_straddling
    from told
    inner join folds on told.area_key = folds.area_key
    left join doubtful on told.fact_key = doubtful.fact_key and told.fact_column = doubtful.fact_column
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
        max(as_of_date) as as_of_date,
        max(parts_expected) as parts_expected,
        cast(count(distinct case when is_counted then area_key end) as integer) as parts_known,
        sum(case when is_counted then value end) as total,
        {% for language in ('id', 'en') %}
        {{ joined_distinct('case when is_doubtful and is_exact then area_name_' ~ language ~ ' end') }} as doubtful_{{ language }},
        {{ joined_distinct('case when is_early then area_name_' ~ language ~ ' end') }} as early_{{ language }},
        {{ joined_distinct('case when is_straddling then area_name_' ~ language ~ ' end') }} as straddling_{{ language }},
        {{ joined_distinct('case when not is_exact then area_name_' ~ language ~ ' end') }} as wider_{{ language }}{{ ',' if not loop.last }}
        {% endfor %}
    from listed
    group by {{ cell | join(', ') }}
),

missing as (
    select
        {% for column in cell %}
        cells.{{ column }},
        {% endfor %}
        {{ joined_distinct('existing.area_name_id') }} as missing_id,
        {{ joined_distinct('existing.area_name_en') }} as missing_en
    from cells
    inner join existing
        on
            cells.constant_area_key = existing.constant_area_key and cells.as_of_date = existing.as_of_date
            and existing.is_exact
    left join listed
        on
            {% for column in cell %}
            cells.{{ column }} = listed.{{ column }} and
            {% endfor %}
            existing.area_key = listed.area_key
    where listed.area_key is null
    group by {% for column in cell %}cells.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
),

explained as (
    select
        cells.*,
        missing.missing_id,
        missing.missing_en,
        case
            when cells.doubtful_en is not null then 'doubtful'
            when cells.early_en is not null then 'early'
            when cells.straddling_en is not null then 'straddling'
            when cells.parts_known = 0 then 'wider'
            when missing.missing_en is not null then 'missing'
        end as reason_code
    from cells
    left join missing
        on
            {% for column in cell %}
            cells.{{ column }} = missing.{{ column }}{{ ' and' if not loop.last }}
            {% endfor %}
),

folded as (
    select
        {% for column in cell %}
        explained.{{ column }},
        {% endfor %}
        explained.as_of_date,
        explained.parts_expected,
        explained.parts_known,
        case when explained.reason_code is null then explained.total end as value,
        {% for language in ('id', 'en') %}
        {% set areas %}
        case explained.reason_code
            {% for reason in ('doubtful', 'early', 'straddling', 'missing', 'wider') %}
            when '{{ reason }}' then explained.{{ reason }}_{{ language }}
            {% endfor %}
        end
        {% endset %}
        {{ filled('reasons.text_' ~ language, [('areas', areas)]) }} as because_{{ language }}{{ ',' if not loop.last }}
        {% endfor %}
    from explained
    left join {{ ref('boundary_reason') }} as reasons on explained.reason_code = reasons.reason_code
)
{%- endmacro %}
