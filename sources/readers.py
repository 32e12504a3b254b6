"""Which sources there are: folder of the inbox -> its reader and its limit of size.

Belongs here: the registry. Does not: any reader; each is imported only when its source is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from sources.reading import Reader, Refusal
from sources.settings import Settings


@dataclass(frozen=True)
class Source:
    """One source: how its reader is made, and up to how many bytes a report of it is read."""

    load: Callable[[], Reader]
    limit_bytes: Callable[[Settings], int]
    streamed: bool = False  # a register: read as a stream of batches, never held in memory as a whole
    personal: bool = False  # its reports name persons: they are archived apart, and what is refused of them is masked

    def too_large(self, settings: Settings, size_bytes: int) -> Refusal | None:
        """The refusal of a file that is larger than the source allows, if it is."""
        limit = self.limit_bytes(settings)
        if size_bytes <= limit:
            return None
        message = f"the file has {size_bytes} bytes, the limit of this source is {limit}"
        return Refusal("too_large", f"byte {limit}", message, value=str(size_bytes))


@cache
def _press() -> Reader:
    from sources.press.reader import PressReader  # noqa: PLC0415  (its vocabulary is only loaded where press is read)

    return PressReader()


@cache
def _labour_force() -> Reader:
    from sources.labour_force.reader import LabourForceReader  # noqa: PLC0415  (as above)

    return LabourForceReader()


@cache
def _table() -> Reader:
    from sources.table.reader import TableReader  # noqa: PLC0415  (as above)

    return TableReader()


@cache
def _workbook() -> Reader:
    from sources.workbook.reader import WorkbookReader  # noqa: PLC0415  (as above)

    return WorkbookReader()


@cache
def _payment_register() -> Reader:
    from sources.registers.payments import payment_shape  # noqa: PLC0415  (as above)
    from sources.registers.reader import RegisterReader  # noqa: PLC0415  (as above)

    return RegisterReader(payment_shape())


@cache
def _employer_register() -> Reader:
    from sources.registers.employers import employer_shape  # noqa: PLC0415  (as above)
    from sources.registers.reader import RegisterReader  # noqa: PLC0415  (as above)

    return RegisterReader(employer_shape())


SOURCES: Mapping[str, Source] = {
    "employer_register": Source(
        _employer_register, lambda settings: settings.max_register_bytes, streamed=True, personal=True
    ),
    "labour_force": Source(_labour_force, lambda settings: settings.max_table_bytes),
    "payment_register": Source(
        _payment_register, lambda settings: settings.max_register_bytes, streamed=True, personal=True
    ),
    "press": Source(_press, lambda settings: settings.max_text_bytes),
    "table": Source(_table, lambda settings: settings.max_table_bytes),
    "workbook": Source(_workbook, lambda settings: settings.max_table_bytes),
}
