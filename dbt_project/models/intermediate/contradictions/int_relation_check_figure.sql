{#- The figures behind every check, with the part that each plays. `is_chosen`: it stands in the combination that is shown. -#}
{%- set most_terms = 5 -%}
with
combination_figures as (
    {% for number in range(1, most_terms + 1) -%}
    select
        check_key,
        combination_key as chosen_key,
        relation,
        variant,
        {{ number }} as term,
        figure_{{ number }} as figure_id
    from {{ ref('int_relation_combination') }}
    where figure_{{ number }} is not null
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
),

roles as (
    select
        combination_figures.check_key,
        combination_figures.chosen_key,
        combination_figures.figure_id,
        combination_figures.term,
        terms.side,
        terms.role
    from combination_figures
    inner join {{ ref('measure_relation_term') }} as terms
        on
            combination_figures.relation = terms.relation
            and combination_figures.variant = terms.variant
            and combination_figures.term = terms.term

    union all

    select distinct
        check_key,
        whole_figure_id as chosen_key,
        whole_figure_id as figure_id,
        1 as term,
        'left' as side,
        'whole' as role
    from {{ ref('int_relation_part') }}

    union all

    select
        check_key,
        whole_figure_id as chosen_key,
        part_figure_id as figure_id,
        2 as term,
        'right' as side,
        'part' as role
    from {{ ref('int_relation_part') }}

    union all

    select
        check_key,
        left_figure_id as chosen_key,
        left_figure_id as figure_id,
        1 as term,
        'left' as side,
        'first told' as role
    from {{ ref('int_relation_value_pair') }}

    union all

    select
        check_key,
        left_figure_id as chosen_key,
        right_figure_id as figure_id,
        2 as term,
        'right' as side,
        'told again' as role
    from {{ ref('int_relation_value_pair') }}
)

select
    -- keys
    roles.check_key,
    roles.figure_id,
    -- the part that it plays
    roles.side,
    roles.role,
    min(roles.term) as term,
    bool_or(roles.chosen_key = checks.chosen_key) as is_chosen,
    checks.verdict
from roles
inner join {{ ref('int_relation_check') }} as checks on roles.check_key = checks.check_key
group by roles.check_key, roles.figure_id, roles.side, roles.role, checks.verdict
