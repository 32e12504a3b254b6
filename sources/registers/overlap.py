"""Work that overlaps: one thread reads ahead, another writes behind, both a few batches away at most.

Belongs here: threads and what happens when one of them fails. Does not: what they do.
"""

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

WAITING = 1  # batches between two threads: what is held in memory grows with it

Item = TypeVar("Item")


class _End:
    """The last thing in a queue, with the error that ended the work, if one did."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Iterator[Item]) -> Generator[Item, None, None]:
    """The same items, made by a thread of its own. What the iterator raises is raised here; it is left off when this one is closed."""
    waiting: queue.Queue[Any] = queue.Queue(WAITING)
    stopped = threading.Event()

    def put(item: object) -> bool:
        while not stopped.is_set():
            try:
                waiting.put(item, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def work() -> None:
        error: BaseException | None = None
        try:
            for item in items:
                if not put(item):
                    return
        except BaseException as raised:  # noqa: BLE001 (raised again by who waits)
            error = raised
        put(_End(error))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        thread.join()


@contextmanager
def behind() -> Iterator[Callable[[Callable[[], None]], None]]:
    """A function that has work done in order by another thread. Leaving waits for all of it; what it raises is raised by the next call, or there."""
    waiting: queue.Queue[Any] = queue.Queue(WAITING)
    failed: list[BaseException] = []

    def work() -> None:
        while not isinstance(task := waiting.get(), _End):
            if not failed:
                try:
                    task()
                except BaseException as raised:  # noqa: BLE001 (raised again by who waits)
                    failed.append(raised)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()

    def later(task: Callable[[], None]) -> None:
        if failed:
            raise failed[0]
        waiting.put(task)

    try:
        yield later
    finally:
        waiting.put(_End())
        thread.join()
    if failed:
        raise failed[0]
