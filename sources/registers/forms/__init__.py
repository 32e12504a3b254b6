"""The forms in which registers are delivered, one table each: the columns in the clear, as the sender knows them.

`employer_register.csv`, `payment_register.csv`: `name,label_id,label_en,required,description_id,description_en,example,allowed`. `allowed` names the
codes that may stand there. Belongs here: what senders fill in. Does not: other spellings of headers (vocabulary), what is kept (contracts).
"""
