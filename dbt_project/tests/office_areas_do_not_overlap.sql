-- One office has one area only once on any day.
select
    earlier.office_code,
    earlier.area_code,
    earlier.valid_from,
    later.valid_from as also_from
from {{ ref('bridge_office_area') }} as earlier
inner join {{ ref('bridge_office_area') }} as later
    on
        earlier.office_code = later.office_code
        and earlier.area_code = later.area_code
        and earlier.valid_from <= later.valid_from
        and earlier.bridge_office_area_key <> later.bridge_office_area_key
where coalesce(earlier.valid_to, date '9999-12-31') >= later.valid_from
