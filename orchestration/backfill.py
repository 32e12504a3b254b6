"""`cakupan read`: reading chosen reports now, in this process and through Dagster, as a backfill of the UI does it.

Belongs here: from sources, months and reports to runs of the job `read`. Does not: the job (assets), the whole way (`orchestration.run`).
"""

from collections.abc import Sequence

import dagster as dg
from rich.console import Console

from orchestration import environment, manifest, summary
from orchestration.months import spans
from orchestration.run import FAILED, FINE, REFUSED
from orchestration.stages import StageFailedError, Stages, alone, metadata_of, only_progress
from sources.raw_layer import registered_reports
from sources.settings import Settings


def read_chosen(
    settings: Settings,
    console: Console,
    *,
    sources: Sequence[str],
    months: tuple[str, str],
    reports: Sequence[str],
    again: bool,
) -> int:
    """Read the registered reports of these sources that were published from the first to the second month. 0, 3 if something was refused, 1 if it failed.

    `reports` names some of them by report_id; with `again` also what the present reader has read already.
    """
    found = {
        source: [
            entry
            for entry in registered_reports(settings, source).to_dicts()
            if months[0] <= entry["report_month"] <= months[1] and (not reports or entry["report_id"] in reports)
        ]
        for source in sources
    }
    known = {entry["report_id"] for entries in found.values() for entry in entries}
    if missing := sorted(set(reports) - known):
        summary.say(
            console,
            f"no report {', '.join(missing)} is registered for these sources and months; audit.reports lists them with their report_id",
        )
        return FAILED
    if not known:
        console.print(
            "no report is registered for these sources and months; `cakupan run` takes in what lies in the inbox"
        )
        return FAILED
    read = summary.Read()

    def waiting() -> None:
        console.print("another command works in this data home; waiting for it")

    # Alone, because `cakupan run` takes unfinished runs of commands for killed ones.
    with (
        environment.applied(settings),
        alone(settings.dagster_dir, waiting),
        only_progress(console, settings.dagster_dir / "last-read.log"),
    ):
        try:
            manifest.prepare()
            from orchestration.definitions import load  # noqa: PLC0415  (reads the manifest that was prepared just now)

            stages = Stages(load(), dg.DagsterInstance.get())
            for source, of_source in found.items():
                for start, end in spans(entry["report_month"] for entry in of_source):
                    chosen = {"reports": list(reports), "again": again}
                    result = stages.run("read", (start, end), only=source, config=chosen)
                    counts = metadata_of(result, source).get("read_now", {})
                    read.add(counts)
                    summary.say(console, f"{source} {start} to {end}: {counts.get('reports', 0)} reports read")
        except StageFailedError as error:
            summary.print_failure(console, error.job, error.reasons)
            return FAILED
        except manifest.DbtProjectError as error:
            summary.print_failure(console, "dbt parse", [str(error)])
            return FAILED
    summary.say(
        console,
        f"{read.rows_accepted} rows accepted, {read.rows_quarantined} quarantined, {read.rows_unread} numbers unread",
    )
    summary.say(console, "`cakupan run` builds and publishes; with `make ui` running it follows by itself")
    return REFUSED if read.reports_refused or read.rows_quarantined else FINE
