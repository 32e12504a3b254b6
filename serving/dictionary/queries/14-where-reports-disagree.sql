-- id: Di mana sumber menyebut dua nilai untuk satu fakta, dan mengapa yang satu dipilih?
-- en: Where do sources tell two values for one fact, and why was one chosen?
select area.name_id as area, chosen.fact_column, figure.value as value_chosen, other_figure.value as value_not_chosen, chosen.chosen_because
from marts.bridge_fact_observation as chosen
inner join marts.bridge_fact_observation as other
    on
        chosen.fact_table = other.fact_table and chosen.fact_key = other.fact_key
        and chosen.fact_column = other.fact_column and other.role = 'alternative'
inner join marts.fct_observation as figure on chosen.observation_id = figure.observation_id
inner join marts.fct_observation as other_figure on other.observation_id = other_figure.observation_id
inner join marts.dim_area as area on figure.area_key = area.area_key
where chosen.role = 'chosen'
order by area, chosen.fact_column, value_not_chosen;
