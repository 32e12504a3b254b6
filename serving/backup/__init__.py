"""Backup and restore of a data home: copies that are verified after writing, and a data home made of one.

Belongs here: what is copied, in which order, proving it. Does not: Dagster's history (the storage's own means), the key of the tokens, which is kept apart on purpose
(docs/decisions/0034-a-backup-is-a-folder-of-files-without-the-key.md).
"""

from serving.backup.errors import BackupError
from serving.backup.making import Backup, backup, kept_backups, remove_leftovers
from serving.backup.restoring import restore

__all__ = ["Backup", "BackupError", "backup", "kept_backups", "remove_leftovers", "restore"]
