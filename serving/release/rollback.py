"""Going back to an earlier release: one flip, after the earlier file has been proven whole."""

from serving.release import store
from serving.release.errors import ReleaseError, speaking
from serving.release.manifest import Release
from sources.settings import Settings


def rollback(settings: Settings, release_id: str) -> Release:
    """Makes the named release current and returns it.

    Raises ReleaseError, changing nothing, if there is no such release or its file differs from its manifest.
    """
    if not settings.releases_dir.is_dir():
        raise ReleaseError(f"{settings.releases_dir}: nothing has been published yet; run `cakupan run` first")
    with store.publishing_lock(settings), speaking(settings.releases_dir):
        whole = {release.release_id: release for release in store.list_releases(settings)}
        if release_id not in whole:
            problem = store.damaged_releases(settings).get(release_id)
            known = ", ".join(whole) or "none"
            raise ReleaseError(problem or f"there is no release {release_id!r}; there are: {known}")
        release = whole[release_id]
        if not release.is_as_told():
            raise ReleaseError(
                f"{release.folder}: the files are not those that were published (SHA-256 differs); use another release"
            )
        store.flip(settings, release_id)
        return Release(release.folder, release.manifest, is_current=True)
