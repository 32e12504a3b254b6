-- One edition of the wage subsidy and one province: the latest running total, beside the amount a person that was in force.
select
    case bsu.edition_code when 'none' then '«no_edition»' else bsu.edition_code end as edition,
    bsu.edition_code <> 'none' as has_edition,
    coalesce(bsu.province_name_«lang», '«nation»') as area,
    bsu.origin_name_«lang» as origin,
    bsu.as_of_date,
    strftime(bsu.as_of_date, '%d-%m-%Y') as as_of,
    bsu.recipients,
    bsu.candidates,
    bsu.amount_idr,
    bsu.amount_per_recipient_idr,
    bsu.edition_unit_rate_idr,
    bsu.amount_expected_idr,
    bsu.amount_difference_idr,
    coalesce(bsu.bsu_realisation_rate, bsu.disbursed_rate_reported) as realisation_rate,
    bsu.suppressed_because,
    bsu.last_published_on,
    bsu.province_code,
    coalesce(sources.printed, bsu.origin_name_«lang») as printed,
    coalesce(sources.source, bsu.origin_name_«lang») as source
from marts.rpt_bsu_by_edition_province as bsu
left join («sources fct_benefit_disbursements benefit_disbursement_key marts.rpt_bsu_by_edition_province») as sources
    on bsu.benefit_disbursement_key = sources.fact_key
