-- One area, programme, segment and period: recipients, cases and rupiah. Running totals are never added over time; `..._latest` may be.
select
    benefit.area_code,
    benefit.area_kind,
    benefit.area_name_«lang» as area,
    benefit.programme_name_«lang» as programme,
    benefit.segment_name_«lang» as segment,
    benefit.origin_name_«lang» as origin,
    benefit.is_total,
    benefit.as_of_date,
    strftime(benefit.period_start, '%d-%m-%Y') as period_from,
    strftime(benefit.as_of_date, '%d-%m-%Y') as as_of,
    cast(benefit.recipients_text as double) as recipients,
    cast(benefit.cases_text as double) as cases,
    cast(benefit.amount_idr_text as double) as amount_idr,
    benefit.amount_idr_latest,
    benefit.cases_latest,
    benefit.amount_per_recipient_idr,
    benefit.amount_per_case_idr,
    benefit.suppressed_because,
    benefit.last_published_on,
    coalesce(sources.printed, benefit.origin_name_«lang») as printed,
    coalesce(sources.source, benefit.origin_name_«lang») as source
from marts.rpt_disbursements_by_programme as benefit
left join («sources fct_benefit_disbursements benefit_disbursement_key marts.rpt_disbursements_by_programme») as sources
    on benefit.benefit_disbursement_key = sources.fact_key
