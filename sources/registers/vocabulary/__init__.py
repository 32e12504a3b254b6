"""Words of registers: `headers.csv` other names of a form's columns, `codes.csv` words for codes, in Indonesian and English.

Words are compared in lower case, headers with every other mark as an underscore. Belongs here: spellings. Does not: the codes themselves (seeds).
"""
