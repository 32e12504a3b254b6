-- id: Berapa persen upah iuran JHT, dan siapa yang membayarnya?
-- en: Which percentage of the wage is the contribution to JHT, and who pays it?
select component, payer, value, valid_from, source_url
from marts.dim_benefit_rule
where programme_code = 'JHT' and rule_kind = 'contribution_rate' and unit = 'percent' and is_current
order by payer, component;
