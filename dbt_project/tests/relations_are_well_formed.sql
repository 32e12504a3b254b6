-- A relation is data: what the models assume about the rows of the seeds is held here.
with
relations as (
    select * from {{ ref('measure_relation') }}
),

terms as (
    select
        relation,
        variant,
        max(term) as last_term,
        count(*) as term_count,
        sum(case when term = 1 and side = 'left' and measure is not null then 1 else 0 end) as anchors,
        sum(case when side = 'right' then 1 else 0 end) as right_terms
    from {{ ref('measure_relation_term') }}
    group by relation, variant
)

select
    relation,
    'a formula has two to five terms, numbered without gaps, the first a measure on the left' as rule
from terms
where last_term > 5 or last_term <> term_count or anchors <> 1 or right_terms < 1

union all

select
    relation,
    'a sum, ratio, product, complement, bound or growth needs terms' as rule
from relations
where
    kind in ('sum', 'ratio', 'product', 'complement', 'bound', 'growth')
    and relation not in (select terms.relation from terms)

union all

select
    relation,
    'parts, facts told twice and neighbours need measures' as rule
from relations
where
    kind in ('parts', 'told_twice', 'neighbour')
    and relation not in (select measures.relation from {{ ref('measure_relation_measure') }} as measures)

union all

select
    relation,
    'parts need a dimension and a rule of completeness' as rule
from relations
where kind = 'parts' and (part_dimension is null or completeness is null)

union all

select
    relation,
    'facts told twice and neighbours need a factor, neighbours also a number of months' as rule
from relations
where
    (kind in ('told_twice', 'neighbour') and factor is null)
    or (kind = 'neighbour' and maximum_months is null)
