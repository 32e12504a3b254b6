"""What `cakupan run` says at its end: counts, refusals, findings, where the warehouse is.

Belongs here: gathering and wording. Does not: any decision on data; everything is read from metadata, the raw layer, the published file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import polars as pl
from rich.console import Console
from rich.text import Text

from sources.intake.walk import FoundFile, walk
from sources.press.wording import several
from sources.quarantine import Problem, problems
from sources.raw_layer import read_table
from sources.readers import SOURCES
from sources.settings import Settings

LISTED = 40


@dataclass
class Read:
    """What the readers did in this run, over all sources and months."""

    reports: int = 0
    reports_refused: int = 0
    rows_read: int = 0
    rows_accepted: int = 0
    rows_quarantined: int = 0
    rows_unread: int = 0

    def add(self, counts: Mapping[str, int]) -> None:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + counts.get(field.name, 0))


def plain(text: object) -> str:
    """Text from reports and file names as it may go to a terminal: one line, without control characters."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in " ".join(str(text).split()))


def say(console: Console, text: str) -> None:
    """One line, never taken for markup, never cut."""
    console.print(Text(text), soft_wrap=True)


def intake_line(intake: Mapping[str, Any]) -> str:
    """New, known and refused files of the inbox."""
    new, found, refused = (int(intake.get(name, 0)) for name in ("new_reports", "files_found", "refused"))
    return f"{new} new reports, {max(found - new - _refused_files(intake), 0)} known, {refused} files refused"


def build_line(result: dg.ExecuteInProcessResult) -> str:
    """How many tables were built and how many checks they passed."""
    checks = result.get_asset_check_evaluations()
    warned = sum(not check.passed for check in checks)
    tables = len(result.get_asset_materialization_events())
    return f"{tables} assets, {len(checks)} checks, {warned} with warnings"


def print_failure(console: Console, stage: str, reasons: Iterable[str]) -> None:
    """A stage that failed, and every reason."""
    say(console, f"FAILED: {stage}")
    for reason in reasons:
        for line in reason.splitlines():
            say(console, f"  {plain(line)}")


def print_summary(
    console: Console,
    *,
    settings: Settings,
    intake: Mapping[str, Any],
    read: Read,
    release: Mapping[str, Any],
    seconds: float,
) -> bool:
    """Everything that a person wants to know after a run; True if something that lies in the inbox was refused."""
    files = list(intake.get("refused_files") or [])
    refused = present(settings, problems(settings))
    if files or refused:
        say(console, "")
        say(console, "REFUSED")
    for file in files:
        _refusal(
            console,
            file["file_name"] or "inbox",
            "whole file",
            rule=file["rule"],
            message=file["message"],
            remedy=file["remedy"],
        )
    for problem in refused[:LISTED]:
        _refusal(
            console,
            problem.file_name,
            problem.locator,
            rule=problem.rule,
            message=problem.message,
            remedy=problem.remedy,
        )
    if len(refused) > LISTED:
        say(console, f"  … {len(refused) - LISTED} more, all in audit.quarantine")

    database = Path(release["database"])
    contradictions, confirmed = findings(database)
    if contradictions:
        say(console, "")
        say(console, "CONTRADICTIONS")
    for sentence in contradictions[:LISTED]:
        say(console, f"  {plain(sentence)}")
    if len(contradictions) > LISTED:
        say(console, f"  … {len(contradictions) - LISTED} more, all in audit.contradictions")

    state = "new" if release["new"] else "unchanged"
    rows = [
        ("reports", f"{intake_line(intake)}; {read.reports} read now, {read.reports_refused} of them refused"),
        (
            "figures",
            f"{read.rows_read} read now: {read.rows_accepted} accepted, {read.rows_quarantined} quarantined, {read.rows_unread} unread",
        ),
        ("found", f"{len(contradictions)} contradictions, {confirmed} relations confirmed"),
        ("review", review_line(database)),
        ("release", f"{release['release_id']} ({state})"),
        ("warehouse", f"{settings.current / database.name}"),
        ("seconds", f"{seconds:.1f}"),
    ]
    say(console, "")
    for name, text in rows:
        say(console, f"{name:<10} {plain(text)}")
    return bool(files or refused)


def present(settings: Settings, found: list[Problem]) -> list[Problem]:
    """Those problems whose report is the newest under a name that still lies in the inbox: what somebody has yet to put right.

    A content that lies there under two names is told twice: both files have to be mended.
    """
    newest = (
        read_table(settings, "delivery")
        .sort("file_name", "sequence")
        .group_by("file_name", maintain_order=True)
        .agg(pl.col("report_id").last())
    )
    # By walking, not by asking for the name: names are kept escaped, and such a name is not found on the disk.
    lying = {file.file_name for file in walk(settings.inbox_dir, SOURCES) if isinstance(file, FoundFile)}
    names: dict[str, list[str]] = {}
    for row in newest.iter_rows(named=True):
        if row["file_name"] in lying:
            names.setdefault(row["report_id"], []).append(row["file_name"])
    return [replace(problem, file_name=name) for problem in found for name in names.get(problem.report_id, [])]


def findings(database: Path) -> tuple[list[str], int]:
    """What the published file says of itself: a sentence for each contradiction, and how many relations were confirmed."""
    query = """
        select concat_ws(' ', sentence_en, likely_cause_en, concat('(', severity, ', ', file_name, ')'))
        from audit.contradictions order by file_name, contradiction_key
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        sentences = connection.execute(query).fetchall()
        confirmed = connection.execute(
            "select count(*) from audit.relation_checks where verdict = 'confirmed'"
        ).fetchall()
    return [sentence for (sentence,) in sentences], confirmed[0][0]


def review_line(database: Path) -> str:
    """How many figures wait for a person and how to look at them; how many decisions of people are in the file."""
    with duckdb.connect(str(database), read_only=True) as connection:
        waiting, applied = connection.execute(
            "select (select count(*) from audit.review_queue where is_current), (select count(*) from audit.corrections)"
        ).fetchall()[0]
    look = "; `cakupan review` shows them" if waiting else ""
    wait = "waits" if waiting == 1 else "wait"
    return f"{several(waiting, 'figure')} {wait} for a person{look}; {several(applied, 'correction')} applied"


def _refusal(console: Console, file: str, place: str, *, rule: str, message: str, remedy: str) -> None:
    say(console, f"  {plain(file)}, {plain(place)}: {plain(message)} [{rule}] Remedy: {plain(remedy)}")


def _refused_files(intake: Mapping[str, Any]) -> int:
    return len(intake.get("refused_files") or [])
