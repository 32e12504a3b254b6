"""The sections of the page: each asks the release its questions and says what is drawn, in one language.

Belongs here: which rows are drawn, how long a bar is, what a figure is called, and why there is none. Does not: HTML (templates).
"""
