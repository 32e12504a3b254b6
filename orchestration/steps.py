"""What every step does around its work: a failure that may pass is tried again, one that will not is told once, and both are written down.

Belongs here: Dagster's retries, the lines of the journal about steps. Does not: which failures pass (`orchestration.failures`), the journal's form
(`sources.journal`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.failures import SAYS_ITSELF, FailureClass, classify, wait_seconds
from sources import journal
from sources.ingest import ReportOutcome
from sources.settings import Settings

CLASS = "failure_class"
CODE = "failure_code"


@contextmanager
def step(settings: Settings) -> Iterator[None]:
    """Around the work of an asset, in its body. Raises dg.RetryRequested after a passing failure, as often and as late as the settings say.

    After the last try, and for a permanent failure, raises dg.Failure with the remedy, its class in the metadata. Errors that no row of the table knows
    go through as they are: Dagster does not retry them either.
    """
    context = dg.AssetExecutionContext.get()
    begun = time.monotonic()

    def write(event: str, **fields: journal.Value) -> None:
        seconds = round(time.monotonic() - begun, 3)
        name, job, tries = context.op_execution_context.op.name, context.run.job_name, context.retry_number
        journal.write(
            settings, event, step=name, job=job, run_id=context.run.run_id, attempt=tries + 1, seconds=seconds, **fields
        )

    write("step_started")
    try:
        yield
    except Exception as error:
        found = classify(error)
        told = {"failure_class": found.name, "failure_code": found.code, "error": found.error}
        if found.passes and _may_retry(error) and context.retry_number < settings.retries:
            wait = wait_seconds(settings.retry_seconds, context.retry_number)
            write("step_tried_again", wait_seconds=round(wait, 1), **told)
            context.log.warning(
                f"{found.means}; tried again in {wait:.0f} s ({context.retry_number + 1} of {settings.retries})"
            )
            raise dg.RetryRequested(max_retries=settings.retries, seconds_to_wait=wait) from error
        write("step_failed", **told)
        if isinstance(error, dg.Failure) or found.code == "unknown":
            raise
        raise _failure(error, found, context.retry_number) from error
    write("step_finished")


def _may_retry(error: Exception) -> bool:
    return not isinstance(error, dg.Failure) or error.allow_retries


def _failure(error: Exception, found: FailureClass, retries: int) -> dg.Failure:
    says_itself = found.remedy == SAYS_ITSELF and not retries
    tried = f" Tried {retries + 1} times." if retries else ""
    message = str(error).strip() or found.error
    return dg.Failure(
        message if says_itself else f"{message}\n{found.means}; {found.remedy}.{tried}",
        metadata={CLASS: found.name, CODE: found.code},
        allow_retries=False,
    )


class ReportJournal:
    """For `ingest_month(on_report=…)`: a line for each report that was read, with the time since the one before."""

    def __init__(self, settings: Settings, source: str, run_id: str) -> None:
        self._settings, self._source, self._run_id = settings, source, run_id
        self._since = time.monotonic()

    def __call__(self, outcome: ReportOutcome) -> None:
        now = time.monotonic()
        seconds, self._since = now - self._since, now
        if outcome.outcome == "known":
            return
        journal.write(
            self._settings,
            "report_read",
            run_id=self._run_id,
            source=self._source,
            report_id=outcome.report.report_id,
            report_month=outcome.report.report_month,
            outcome=outcome.outcome,
            rows_read=outcome.rows_read,
            rows_accepted=outcome.rows_accepted,
            rows_quarantined=outcome.rows_quarantined,
            rows_unread=outcome.rows_unread,
            seconds=round(seconds, 3),
        )
