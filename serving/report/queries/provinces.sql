-- The provinces of today by rate, as the mart ranks them.
select * from marts.rpt_coverage_by_province order by sort_by_rate
