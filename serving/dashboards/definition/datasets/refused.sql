-- One broken rule of one refused row or file.
select * exclude (quarantine_key) from audit.quarantine
