-- id: Angka mana yang tidak mungkin benar, dan apa kira-kira sebabnya?
-- en: Which figures cannot be right, and what is the likely cause?
select severity, area_name, sentence_id, sentence_en, likely_cause, value_that_would_fit
from audit.contradictions
order by severity, confidence desc;
