"""Tables as they are published and sent: bytes to grids, grids to tables, headers to what they say.

Belongs here: what every reader of tables needs (forms, number forms, header vocabulary, areas, totals). Does not: what one source makes of it.
"""
