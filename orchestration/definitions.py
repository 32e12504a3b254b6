"""The code location: everything that Dagster shows and runs.

Belongs here: putting the parts together, the jobs. Does not: any part. Schedules and sensors get modules of their own and are named here.
"""

import warnings
from typing import Any

import dagster as dg

from orchestration.alerts import alert_sensor
from orchestration.automation import automated, automation_sensor
from orchestration.checks import check_specs
from orchestration.corrections import correction_assets
from orchestration.home import DataHome
from orchestration.intake import REGISTERS, intake_assets
from orchestration.ledgers import ledger_assets
from orchestration.readers import reader_assets
from orchestration.release import PUBLISHED_LAYERS, release_asset
from orchestration.schedules import CHECK, MONTHLY, late_check, schedules
from orchestration.sensors import sensors
from orchestration.tidy import tidy_job, tidy_schedule
from orchestration.warehouse import dbt_resource, warehouse_assets
from sources.readers import SOURCES


def jobs() -> list[Any]:
    """`warehouse` is everything; the other three are its stages, which `cakupan run` starts one after the other."""
    sources = sorted(SOURCES)
    own_checks = [spec.key for source in sources for spec in check_specs(source)]
    take_in = dg.AssetSelection.assets(*REGISTERS).without_checks()
    # dbt's tests of the raw tables are checks of the readers' assets too, but they are dbt's work, and wait for its stage.
    read = dg.AssetSelection.assets(*sources).without_checks() | dg.AssetSelection.checks(*own_checks)
    # What is late hangs on the day: the same reports, published again, would then end otherwise.
    late = dg.AssetSelection.checks(dg.AssetCheckKey(dg.AssetKey("release"), CHECK))
    publish = (dg.AssetSelection.all() | dg.AssetSelection.all_asset_checks()) - late
    return [
        dg.define_asset_job("warehouse", publish, description="The whole way of a figure, for the months chosen."),
        dg.define_asset_job("take_in", take_in, description="Take in what lies in the inbox."),
        dg.define_asset_job("read", read, description="Read the reports of the months chosen."),
        dg.define_asset_job(
            "publish",
            publish - take_in - read,
            description="Build and check the warehouse out of all that was read; publish it.",
        ),
        dg.define_asset_job(
            MONTHLY,
            (publish - take_in - read) | late,
            description="The same, and which promised reports have not come until today.",
        ),
    ]


@dg.definitions
def definitions() -> dg.Definitions:
    """What Dagster's tools load."""
    return load()


def load() -> dg.Definitions:
    """Everything, loaded when asked for, not at import. Raises DbtProjectError if the manifest was never prepared."""
    # Backfills in one run are "beta" for Dagster; it says so for each asset, at every load.
    warnings.filterwarnings("ignore", category=dg.BetaWarning)
    warehouse = warehouse_assets()
    published = [spec.key for spec in warehouse.specs if spec.tags.get("layer") in PUBLISHED_LAYERS]
    tidy = tidy_job()
    return dg.Definitions(
        assets=automated(
            [
                *intake_assets(),
                *reader_assets(),
                *ledger_assets(),
                *correction_assets(),
                warehouse,
                release_asset(published),
            ]
        ),
        asset_checks=[late_check()],
        jobs=[*jobs(), tidy],
        schedules=[*schedules(), tidy_schedule(tidy)],
        sensors=[*sensors(), automation_sensor(), alert_sensor()],
        resources={"home": DataHome(), "dbt": dbt_resource()},
        # Steps are few and coarse, and most of their time is spent in dbt: a process for each costs ten times what it saves.
        executor=dg.in_process_executor,
    )
