"""What to do about trouble of the machine, told beside the system's words for it.

Belongs here: the remedies of errors that any step may meet. Does not: errors of reports (sources/contracts/rules.csv) or of releases (serving.release).
"""

import errno
import re

_NUMBERED = re.compile(r"\[Errno (\d+)\]")
_FULL = "free some space, or lower CAKUPAN_KEEP_RELEASES; then run again: it goes on where it ended"
_RIGHTS = "give this user the right to write there, or name another data home with CAKUPAN_DATA"
_REMEDIES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "raise the limit of this process (ulimit -f); then run again: it goes on where it ended",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "mount it for writing, or name another data home with CAKUPAN_DATA",
    errno.EIO: "look after the disk; then run again: what is published stands",
}


def with_remedy(said: str) -> str:
    """The same words and what to do, where they carry the number of an error of the system that has a remedy."""
    found = _NUMBERED.search(said)
    remedy = _REMEDIES.get(int(found[1])) if found else None
    return f"{said} Remedy: {remedy}" if remedy else said
