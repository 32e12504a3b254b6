-- Refused rows, reports and files that still wait to be mended.
select rule, scope, file_name, report_id, locator, column_name, value, message, remedy
from audit.quarantine
where is_present
order by file_name, row_number, rule, quarantine_key
