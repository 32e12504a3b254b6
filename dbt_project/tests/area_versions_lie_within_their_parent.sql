-- A regency or province version never outlives the version of its parent that it points to.
select
    children.area_code,
    children.valid_from,
    children.valid_to,
    parents.area_code as parent_code,
    parents.valid_from as parent_from,
    parents.valid_to as parent_to
from {{ ref('dim_area') }} as children
left join {{ ref('dim_area') }} as parents on children.parent_area_key = parents.area_key
where
    children.is_resolved
    and children.area_kind in ('province', 'regency', 'city')
    and (
        parents.area_key is null
        or children.valid_from < parents.valid_from
        or coalesce(children.valid_to, date '9999-12-31') > coalesce(parents.valid_to, date '9999-12-31')
    )
