"""Alerts: telling people about problems, by webhook and by mail, once and not every minute.

Belongs here: what a problem is, when it is told again, the message, the two ways out. Does not: finding failed runs and checks (`orchestration.alerts`), for that is
Dagster's history. Nothing of a report's text, no error's message and no secret is in an alert: names of steps and checks, codes, counts, months.
"""

from serving.alerts.lateness import late_problems
from serving.alerts.problem import Problem
from serving.alerts.settings import AlertSettings
from serving.alerts.teller import Told, send_once, tell

__all__ = ["AlertSettings", "Problem", "Told", "late_problems", "send_once", "tell"]
