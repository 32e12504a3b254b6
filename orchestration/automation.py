"""What follows by itself: the warehouse is built and published when readers have news, and held back where something is wrong.

Belongs here: the conditions (declarative automation) and the sensor that evaluates them. Does not: what is built, checks, asking for intake and reading
(`orchestration.sensors`).

One asset is the gate: `correction`, the last that stands between what was read and dbt. It is asked for when readers, intake or the file of corrections
have news; everything behind it is asked for with it, in the same run and as a whole, as `cakupan run` does: a release is never of two moments.
"""

import time
from typing import Any

import dagster as dg

from orchestration.corrections import CHECK, TABLE
from orchestration.freshness import policies
from orchestration.ledgers import LEDGERS
from orchestration.schedules import CHECK as LATE_CHECK
from sources.readers import SOURCES
from sources.settings import Settings
from sources.unread import unread_reports

GATE = dg.AssetKey(TABLE)
LATE = dg.AssetCheckKey(dg.AssetKey("release"), LATE_CHECK)
EVERY_SECONDS = 30
# So long a report that was taken in and is not read yet holds the build back. One that cannot be read is tried again for days and must not.
LONGEST_WAIT_SECONDS = 900


class NothingWaits(dg.AutomationCondition):  # type: ignore[type-arg]
    """True unless a report was just entered and has no account: a build now would publish a warehouse in which it has replaced the one before it,
    with no figure of its own."""

    @property
    def name(self) -> str:
        return "nothing_waits_to_be_read"

    def evaluate(self, context: Any) -> Any:
        newest = time.time() - LONGEST_WAIT_SECONDS
        waits = any(report.registered_at > newest for report in unread_reports(Settings()))
        subset = context.get_empty_subset() if waits else context.candidate_subset
        return dg.AutomationResult(context, true_subset=subset)


def with_news() -> dg.AutomationCondition:  # type: ignore[type-arg]
    """For the gate and the ledgers beside it: something before them has changed, nothing is under way or waits, no blocking check has failed."""
    condition = dg.AutomationCondition
    failed = condition.any_deps_match(condition.any_checks_match(condition.check_failed(), blocking_only=True))
    return (
        condition.any_deps_updated().since_last_handled()
        & ~condition.any_deps_in_progress()
        & ~condition.in_progress()
        & ~failed.with_label("a blocking check before it has failed")
        & NothingWaits()
    ).with_label("news, and nothing that holds it back")


def with_the_gate(*, behind: bool) -> dg.AutomationCondition:  # type: ignore[type-arg]
    """For all that dbt makes, and the release: whenever the gate is asked for or was materialized, unless its own check has failed.

    What is not `behind` the gate in the graph (seeds) is evaluated before it, and has to ask the same question itself.
    """
    condition = dg.AutomationCondition
    soon = condition.will_be_requested() if behind else with_news()
    opened = condition.asset_matches(GATE, condition.newly_updated() | soon)
    closed = condition.asset_matches(
        GATE, condition.any_checks_match(condition.check_failed(), blocking_only=True) & ~condition.will_be_requested()
    )
    return (
        opened.since_last_handled() & ~condition.in_progress() & ~closed.with_label(f"{CHECK} has failed")
    ).with_label("with the gate")


def automated(assets: list[Any]) -> list[Any]:
    """The same definitions: each asset behind the readers with its condition, and with how old it may be."""
    first = {GATE, *(dg.AssetKey(table) for table in LEDGERS)}
    before = {dg.AssetKey(name) for name in ("report", "delivery", "refused_file", *SOURCES)}
    behind = _behind(GATE, [spec for definition in assets for spec in definition.specs])

    def conditioned(spec: dg.AssetSpec) -> dg.AssetSpec:
        if (policy := policies().get(spec.key.to_user_string())) is not None:
            spec = spec.replace_attributes(freshness_policy=policy)
        if spec.key in before:
            return spec
        return spec.replace_attributes(
            automation_condition=with_news() if spec.key in first else with_the_gate(behind=spec.key in behind)
        )

    return [definition.map_asset_specs(conditioned) for definition in assets]


def _behind(key: dg.AssetKey, specs: list[dg.AssetSpec]) -> set[dg.AssetKey]:
    """Every asset that comes after this one in the graph."""
    found, before = set[dg.AssetKey](), {key}
    while before:
        before = {spec.key for spec in specs if any(dep.asset_key in before for dep in spec.deps)} - found
        found |= before
    return found


def automation_sensor() -> dg.AutomationConditionSensorDefinition:
    """Evaluates the conditions, running from the start."""
    return dg.AutomationConditionSensorDefinition(
        "build_and_publish",
        target=dg.AssetSelection.all().without_checks() | dg.AssetSelection.checks(LATE),
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=EVERY_SECONDS,
        use_user_code_server=True,  # one condition is of this project
        description="Builds, checks and publishes the warehouse when readers have news; a failed blocking check holds it back.",
    )
