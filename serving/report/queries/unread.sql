-- Printed numbers that became no fact, by reason.
select reason, count(*) as figures from audit.unread_figures group by reason order by figures desc, reason
