"""How the figures of a national warehouse are drawn, in SQL: what every area tells in a month, and which reports print it.

Belongs here: the queries. Does not: running them and writing the raw layer (observations.py).

Every number hangs on area, cell and month alone (`draw`), so that a month is the same whenever and beside whatever it is written. Figures of
regencies are drawn, provinces and the nation are their sums; what is wrong is wrong on purpose: one cell in three hundred of a workbook is a digit off.
"""

DRAW = "create macro draw(parts, salt) as ((hash(parts, salt) % 1000003)::bigint / 1000003.0)"
PRINTED = "create macro printed(number) as replace(format('{:,}', number::bigint), ',', '.')"

# What an area tells: one row a cell of the monthly workbook. `share` is of the people of the area, or of the cases for amounts.
CELLS = """
create table cells as
with
programmes(programme, programme_from, programme_share) as (
    values ('JKK', date '2010-01-01', 1.0), ('JKM', date '2010-01-01', 1.0), ('JHT', date '2010-01-01', 0.8),
        ('JP', date '2015-07-01', 0.6), ('JKP', date '2021-02-02', 0.5)
),
segments(segment, segment_share) as (values ('formal', 0.62), ('informal', 0.22), ('construction', 0.13), ('migrant', 0.03)),
members as (
    select programme, programme_from, segment, 0.12 * programme_share * segment_share as share
    from programmes, segments
    where programme in ('JKK', 'JKM') or segment = 'formal' or (programme = 'JHT' and segment = 'informal')
),
scales(scale, share) as (values ('micro', 0.0024), ('small', 0.0004), ('medium', 0.0001), ('large', 0.00006)),
points(measure, segment, share) as (
    values ('offices_branch', null, 1), ('offices_unit', null, 2), ('facilities_plkk', 'puskesmas', 20), ('facilities_plkk', 'clinic', 8)
)
select 'Keanggotaan' as sheet, 'stock' as kind, programme, programme_from, segment, share, 'workers' as stem from members
union all
select 'Perusahaan', 'stock', null, date '2010-01-01', scale, share, 'employers' from scales
union all
select 'Klaim', 'claims', programme, programme_from, null, 0.0005 * programme_share, 'claims' from programmes
union all
select 'Iuran', 'contributions', programme, programme_from, null, 0.12 * programme_share, 'contributions_amount' from programmes
union all
select 'Layanan', 'points', null, date '2010-01-01', segment, share, measure from points
union all
select 'Target', 'target', null, date '2010-01-01', null, 0.12, 'targets'
"""

# Every area's figures of one month ($first, $last: its first and last day; $number: how many months after the first).
# Claims are running totals of the year in half of the provinces, as their offices send them, and the month's own in the others.
MONTH = """
create or replace table month_figures as
with
here as (
    select regencies.*, cells.*
    from regencies cross join cells
    where regencies.exists_from <= $first and cells.programme_from <= $first
),
levels as (
    select *, 10 + floor(people * share * (0.6 + 0.004 * $number) * (0.8 + 0.4 * draw(concat(area_code, programme, segment, stem), 'level')))::bigint as level
    from here
),
running as (
    select
        levels.area_code, levels.programme,
        sum(1 + floor(levels.level * (0.2 + draw(concat(levels.area_code, levels.programme, months.number), 'cases')))::bigint) as cases
    from levels
    inner join (select unnest(range($number - ($month_of_year - 1), $number + 1)) as number) as months
        on months.number = $number or levels.is_running
    where levels.kind = 'claims'
    group by all
),
told as (
    select area_code, province_code, sheet, programme, segment, 'workers_' || word as measure, 'persons' as unit, number
    from (
        select *, level + inactive as registered
        from (select *, floor(level * (0.1 + 0.4 * draw(concat(area_code, programme, segment), 'inactive')))::bigint as inactive,
            floor(level * 0.02 * draw(concat(area_code, programme, segment, $number), 'new'))::bigint as new from levels where stem = 'workers')
    ) unpivot (number for word in (registered, level as 'active', inactive, new))
    union all
    select area_code, province_code, sheet, programme, segment, 'employers_' || word, 'employers', number
    from (
        select *, level + inactive as registered
        from (select *, floor(level * 0.3 * draw(concat(area_code, segment), 'inactive'))::bigint as inactive,
            floor(level * 0.02 * draw(concat(area_code, segment, $number), 'new'))::bigint as new from levels where stem = 'employers')
    ) unpivot (number for word in (registered, level as 'active', inactive, new))
    union all
    select levels.area_code, levels.province_code, levels.sheet, levels.programme, levels.segment, 'claims_count', 'cases', running.cases
    from levels inner join running on levels.area_code = running.area_code and levels.programme = running.programme where levels.kind = 'claims'
    union all
    select levels.area_code, levels.province_code, levels.sheet, levels.programme, levels.segment, 'claims_amount', 'IDR',
        running.cases * (case levels.programme when 'JKM' then 42000000 when 'JHT' then 13000000 when 'JP' then 900000 else 9000000 end)
    from levels inner join running on levels.area_code = running.area_code and levels.programme = running.programme where levels.kind = 'claims'
    union all
    select area_code, province_code, sheet, programme, segment, 'contributions_amount', 'IDR', level * 51000 from levels where kind = 'contributions'
    union all
    select area_code, province_code, sheet, programme, segment, stem, case when stem like 'offices%' then 'offices' else 'facilities' end,
        share::bigint + floor(3 * draw(concat(area_code, stem, segment), 'points'))::bigint from levels where kind = 'points'
    union all
    select area_code, province_code, sheet, programme, segment, 'workers_target', 'persons', floor(level * 1.1 / 100)::bigint * 100
    from levels where kind = 'target'
),
-- Of the programmes that have all segments, the segments together as well.
whole as (
    select * from told
    union all
    select area_code, province_code, sheet, programme, null, measure, unit, sum(number)
    from told where sheet = 'Keanggotaan' and programme in ('JKK', 'JKM') group by all
)
select coalesce(area_code, province_code, 'ID') as area_code, province_code, sheet, programme, segment, measure, unit, sum(number)::bigint as number
from whole
group by grouping sets (
    (area_code, province_code, sheet, programme, segment, measure, unit),
    (province_code, sheet, programme, segment, measure, unit),
    (sheet, programme, segment, measure, unit)
)
"""

# The reports that a month brings ($due: the first day of the month after, on which reports of the month begin to come out).
# A workbook a province, every twentieth sent again with the next ones; the agency's own table; tables of open data; the press of several outlets.
REPORTS = """
create or replace table month_reports as
with
drawn as (
    select
        'workbook' as source, code as about, 1 as sequence, concat('workbook/', code, '-', $label, '.xlsx') as file_name,
        $due + floor(9 * draw(concat(code, $label), 'day'))::integer as published_on, concat('Kantor wilayah ', code) as publisher, 0.99 as confidence
    from provinces where exists_from <= $first
    union all
    select 'table', 'nation', 1, concat('table/nasional-', $label, '.csv'), $due + 14, 'BPJS Ketenagakerjaan', 0.95
    union all
    select 'table', code, 1, concat('table/data-terbuka-', code, '-', $label, '.csv'), $due + 20, concat('Satu Data ', code), 0.95
    from provinces where exists_from <= $first and draw(concat(code, $label), 'open data') < 0.3
    union all
    select 'press', code, 1, concat('press/', $label, '-', code, '-', outlet, '.txt'), $due + floor(25 * draw(concat(code, outlet, $label), 'day'))::integer,
        concat('Media ', outlet), 0.86
    from provinces, range(4) as outlets(outlet)
    where exists_from <= $first and draw(concat(code, outlet, $label), 'press') < 0.3
    union all
    select 'labour_force', 'survey', 1, concat('labour_force/', $label, '.csv'), $due + 10, 'BPS', 0.99 where $month_of_year in (2, 8)
)
select *, sha256(concat(file_name, '/', sequence)) as sha256, row_number() over (order by file_name) as turn
from drawn
"""

# What of the month's figures which report prints. Only areas that are among the $areas first ones are told of one by one.
PRINTS = """
create or replace table month_prints as
with
figures as (
    select f.*, areas.area_name, areas.area_kind, row_number() over (order by f.area_code, f.sheet, f.measure, f.programme, f.segment) as line
    from month_figures as f inner join areas on f.area_code = areas.area_code and areas.turn <= $areas
),
printed as (
    select r.sha256, f.*, 'exact' as qualifier, 0 as decimals,
        f.number + case when draw(concat(r.sha256, f.line), 'slip') < 0.003 * ($sequence = 1)::integer then 90 else 0 end as value
    from month_reports as r inner join figures as f on r.source = 'workbook' and r.about = f.province_code
    union all
    select r.sha256, f.*, 'exact', 0, f.number
    from month_reports as r inner join figures as f
        on r.source = 'table' and r.about = 'nation' and f.area_kind in ('nation', 'province') and f.sheet in ('Keanggotaan', 'Klaim') and f.segment is null
    union all
    select r.sha256, f.*, 'exact', 0, f.number + case when draw(concat(r.sha256, f.line), 'slip') < 0.1 then 7 else 0 end
    from month_reports as r inner join figures as f
        on r.source = 'table' and r.about = f.province_code and f.sheet = 'Keanggotaan' and f.programme = 'JKK' and f.measure in ('workers_active', 'workers_registered')
    union all
    -- The press tells of workers without a programme, and rounds.
    select r.sha256, f.* replace (null as programme), case when f.number >= 100000 then 'approx' else 'exact' end,
        case when f.number >= 100000 then -3 else 0 end, case when f.number >= 100000 then round(f.number, -3)::bigint else f.number end
    from month_reports as r inner join figures as f
        on r.source = 'press' and r.about = f.area_code and f.programme = 'JKK' and f.segment is null and f.sheet in ('Keanggotaan', 'Klaim')
    union all
    select r.sha256, f.* replace (null as programme, null as segment, 'workers_labour_force' as measure, 'persons' as unit), 'exact', 0, f.number * 12
    from month_reports as r inner join figures as f
        on r.source = 'labour_force' and f.measure = 'workers_active' and f.programme = 'JKK' and f.segment is null
)
select *, row_number() over (partition by sha256 order by line) as place
from printed
"""

OBSERVATIONS = """
select
    substr(md5(concat_ws(chr(31), r.sha256, p.place)), 1, 16) as observation_id,
    substr(r.sha256, 1, 16) as report_id,
    strftime(r.published_on, '%Y-%m') as report_month,
    case r.source when 'workbook' then concat(p.sheet, '!C', p.place + 5)
        when 'press' then concat('characters ', p.place * 90, '-', p.place * 90 + length(printed(p.value)))
        else concat('line ', p.place + 1, ', column 4') end as locator,
    printed(p.value) as as_printed,
    p.measure,
    p.value::decimal(28, 6) as value,
    p.unit,
    p.decimals::integer as decimals,
    p.qualifier,
    case
        when p.measure = 'workers_target' then date_trunc('year', $first::date)::date
        when p.sheet = 'Klaim' and (a.is_running or r.source = 'table') then date_trunc('year', $first::date)::date
        when p.sheet in ('Klaim', 'Iuran') or p.measure like '%\\_new' escape '\\' then $first::date
    end as period_start,
    case when p.measure = 'workers_target' then make_date(year($first::date), 12, 31) else $last::date end as period_end,
    case when p.sheet in ('Klaim', 'Iuran') or p.measure like '%\\_new' escape '\\' or p.measure = 'workers_target'
        then 'duration' else 'instant' end as period_kind,
    'text' as period_basis,
    p.area_name, p.area_kind, p.area_code,
    null::varchar as office_code,
    p.programme, p.segment,
    r.source as reader, 'benchmark' as reader_version,
    r.confidence::double as confidence,
    'cell_of_form' as rules,
    case when r.source = 'press' then concat('Di ', p.area_name, ' tercatat ', printed(p.value), ' pekerja pada akhir ', $label, '.') end as sentence
from month_prints as p
inner join month_reports as r on p.sha256 = r.sha256
inner join areas as a on p.area_code = a.area_code
order by r.turn, p.place
"""
