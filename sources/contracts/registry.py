"""Which raw tables there are. Everything that must hold for all of them (folders, dbt sources, dictionary) loops over this."""

import pandera.polars as pa

from sources.contracts.archive_removal import ArchiveRemoval
from sources.contracts.correction import Correction
from sources.contracts.delivery import Delivery
from sources.contracts.employer_register import EmployerRegister
from sources.contracts.labour_force import LabourForce
from sources.contracts.payment_register import PaymentRegister
from sources.contracts.press import Press
from sources.contracts.quarantine import Quarantine
from sources.contracts.refused_file import RefusedFile
from sources.contracts.report import Report
from sources.contracts.row_balance import RowBalance
from sources.contracts.table import Table
from sources.contracts.unread_figure import UnreadFigure
from sources.contracts.workbook import Workbook


def contracts() -> dict[str, type[pa.DataFrameModel]]:
    """Name of each raw table -> its contract, in the order in which a figure meets them."""
    models: list[type[pa.DataFrameModel]] = [
        Report,
        Delivery,
        RefusedFile,
        Press,
        LabourForce,
        Workbook,
        Table,
        EmployerRegister,
        PaymentRegister,
        UnreadFigure,
        Quarantine,
        RowBalance,
        ArchiveRemoval,
        Correction,
    ]
    return {str(model.Config.name): model for model in models}
