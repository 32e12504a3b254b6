"""The journal: what runs did, one JSON object a line, for machines that collect logs. Off unless CAKUPAN_LOG_FILE names a file.

Belongs here: which fields a line may have, writing it. Does not: what happens (its callers), messages for people (cli, Dagster).
Fields are identities, codes, counts and durations. There is none for a text of a report, a file's name or an error's message, so that nothing of a person
can get into it; a field that is not in the list is a mistake of the caller and raises.
"""

import contextlib
import json
import os
from datetime import UTC, datetime

from sources.settings import Settings

Value = str | int | float | bool | None

FIELDS = {
    "at": "moment, UTC",
    "event": "what happened: command_started, step_started, report_read, release, …",
    "process": "process id",
    "run_id": "Dagster's run",
    "job": "Dagster's job",
    "step": "Dagster's step",
    "attempt": "which try of the step this is, from 1",
    "seconds": "how long it took so far",
    "wait_seconds": "seconds until the next try",
    "failure_class": "passing or permanent",
    "failure_code": "code of orchestration/failure_classes.csv",
    "error": "type of the exception",
    "source": "the source, the folder of the inbox",
    "report_id": "the report",
    "report_month": "month of the report",
    "outcome": "what became of it",
    "rows_read": "rows and figures read",
    "rows_accepted": "of these, accepted",
    "rows_quarantined": "of these, refused",
    "rows_unread": "of these, numbers that became no fact",
    "files": "files found, copied or removed",
    "release_id": "the release",
    "is_new": "whether a release was made",
    "channel": "webhook or mail",
    "problems": "problems told",
    "table": "raw table",
    "version": "version of the raw table",
    "runs": "runs of Dagster's history",
    "bytes": "bytes copied",
}
_GIVEN_HERE = frozenset({"at", "event", "process"})
MODE = 0o640


def write(settings: Settings, event: str, **fields: Value) -> None:
    """Append one line. Raises ValueError for a field that the journal does not have; a journal that cannot be written stops no run."""
    if unknown := sorted(fields.keys() - (FIELDS.keys() - _GIVEN_HERE)):
        raise ValueError(f"the journal has no field {', '.join(unknown)}")
    if settings.log_file is None:
        return
    told = {name: value for name, value in fields.items() if value is not None}
    line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, "process": os.getpid(), **told}
    content = (json.dumps(line, ensure_ascii=True) + "\n").encode()
    with contextlib.suppress(OSError):
        # Opened for each line, so that a file that was moved away by a rotation is not written on; one write, so that lines of two processes do not mix.
        descriptor = os.open(settings.log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, MODE)
        try:
            os.write(descriptor, content)
        finally:
            os.close(descriptor)
