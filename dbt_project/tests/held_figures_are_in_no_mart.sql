-- What waits for review has not reached the marts.
select held.observation_id
from {{ ref('review_queue') }} as held
inner join {{ ref('fct_observation') }} as stated on held.observation_id = stated.observation_id
