"""Which two releases are compared. Belongs here: abbreviated ids, the defaults. Does not: comparing."""

from collections.abc import Sequence

from serving.release import Release, current_release, list_releases
from sources.settings import Settings

CURRENT = "current"


class DifferenceError(Exception):
    """Two releases could not be compared; the message says which, why, and what to do."""


def two_releases(settings: Settings, before: str | None = None, after: str | None = None) -> tuple[Release, Release]:
    """The earlier and the later release: unless named, the current one and the one before it.

    A name is the beginning or the end of an id, as long as only one release has it, or "current". Raises DifferenceError, ReleaseError.
    """
    found = list_releases(settings)
    if not found:
        raise DifferenceError(f"{settings.releases_dir}: nothing has been published yet; `cakupan run` does it")
    later = _named(settings, found, CURRENT if after is None else after)
    if before is not None:
        return _named(settings, found, before), later
    earlier = release_before(later, found)
    if earlier is None:
        raise DifferenceError(
            f"release {later.release_id} has none before it that is still kept; name two of `cakupan releases`"
        )
    return earlier, later


def release_before(release: Release, found: Sequence[Release]) -> Release | None:
    """The release that was current when this one was made, or else, if it is no longer kept, the next older one. `found` is newest first."""
    by_id = {one.release_id: one for one in found}
    named = by_id.get(release.manifest.previous_release or "")
    older = [one for one in found if one.release_id < release.release_id]
    return named or (older[0] if older else None)


def _named(settings: Settings, found: Sequence[Release], name: str) -> Release:
    if name == CURRENT:
        current = current_release(settings)
        if current is None:
            raise DifferenceError(f"{settings.current}: no release is current; name two of `cakupan releases`")
        return current
    meant = [one for one in found if name and (one.release_id.startswith(name) or one.release_id.endswith(name))]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise DifferenceError(f"{name!r} may be any of {', '.join(one.release_id for one in meant)}; write more of it")
    raise DifferenceError(
        f"there is no whole release {name!r}; there are: {', '.join(one.release_id for one in found)}"
    )
