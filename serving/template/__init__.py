"""Templates for senders: empty workbooks and CSV files out of the agreed forms, ready to be filled in.

Belongs here: what a template holds and how it is written. Does not: the columns themselves (`sources`: each source's form).
"""

from serving.template.csv_text import csv_template
from serving.template.forms import SOURCES, TemplateError, template
from serving.template.model import Template
from serving.template.xlsx import xlsx_template

__all__ = ["SOURCES", "Template", "TemplateError", "csv_template", "template", "xlsx_template"]
