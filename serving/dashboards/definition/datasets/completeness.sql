-- One area, month and source: what was expected and what came.
select
    completeness.area_name as area,
    completeness.area_kind,
    completeness.covered_month,
    cast(completeness.covered_month || '-01' as date) as as_of_date,
    case completeness.source when 'press' then '«press»' when 'labour_force' then '«labour_force»' when 'workbook' then '«workbook»' when 'table' then '«table»' when 'employer_register' then '«employer_register»' when 'payment_register' then '«payment_register»' when 'ALL' then '«all_sources»' else completeness.source end as source_kind,
    completeness.is_expected,
    completeness.due_on,
    completeness.is_received,
    completeness.report_count,
    completeness.figure_count,
    completeness.first_published_on,
    completeness.days_late,
    case completeness.status
        when 'received' then '«received»' when 'late' then '«late»' when 'missing' then '«missing»' when 'not due yet' then '«not_due_yet»'
        else '«not_expected»'
    end as status
from audit.completeness as completeness
