"""Where everything lies: the one object from which every path of the project comes.

Belongs here: paths and limits that an operator may set by environment variable (CAKUPAN_DATA, CAKUPAN_INBOX, …).
Does not belong here: knowledge about reports (vocabulary, contracts), or anything that creates folders.
"""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parents[1]
PATTERN_CHARACTERS = "*?[],"
# A folder of that name in a data home: `cakupan restore` has not finished, and nothing else may work there.
RESTORING = ".restoring"


class Settings(BaseSettings):
    """The data home and its folders (DESIGN: inbox, archive, raw, quarantine, build, releases, current).

    Reading the environment happens when an instance is made, never at import.
    """

    model_config = SettingsConfigDict(env_prefix="CAKUPAN_", frozen=True, extra="ignore")

    data: Path = Field(default=PROJECT_ROOT / "data", description="the data home")
    inbox: Path | None = Field(default=None, description="where reports arrive; <data home>/inbox unless named")
    corrections: Path | None = Field(
        default=None, description="what people decided about figures; <data home>/corrections.yml unless named"
    )
    keep_releases: int = Field(default=5, ge=1, description="how many releases are kept for rollback")
    max_text_bytes: int = Field(default=5_000_000, gt=0, description="a larger press text is refused")
    max_table_bytes: int = Field(default=50_000_000, gt=0, description="a larger table file is refused")
    max_register_bytes: int = Field(
        default=20_000_000_000, gt=0, description="a larger register is refused, also if only unpacked"
    )
    max_corrections_bytes: int = Field(default=10_000_000, gt=0, description="a larger file of corrections is refused")
    max_archive_bytes: int = Field(default=20_000_000_000, gt=0, description="a larger file is not even archived")
    register_retention_months: int | None = Field(
        default=None, ge=1, description="archived registers older than this are removed by `cakupan retention`"
    )
    retries: int = Field(default=3, ge=0, description="how often a step is tried again after a failure that may pass")
    retry_seconds: float = Field(
        default=20, ge=0, description="wait before the first of these tries; doubled for each further one"
    )
    log_file: Path | None = Field(
        default=None, description="what runs do is appended here as JSON lines; off unless named"
    )
    run_retention_days: int = Field(
        default=180, ge=1, description="`cakupan tidy` removes finished runs older than this"
    )
    instance: Path | None = Field(
        default=None, description="Dagster's instance file; dagster.yaml of the project unless named"
    )
    revision: str | None = Field(
        default=None, description="revision of the code for the manifest of releases, where there is no git to ask"
    )
    settle_seconds: int = Field(
        default=20, ge=0, description="a file that arrives is left alone until nothing has changed it for so long"
    )
    batch_files: int = Field(
        default=200, ge=1, description="how many new files or reports one run of the sensors takes"
    )
    memory_limit: str = Field(default="2GB", pattern=r"^\d+(\.\d+)?\s?[KMG]i?B$", description="DuckDB's memory limit")

    @field_validator("data", "inbox", "corrections", "log_file", "instance")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path if path is None else path.expanduser().absolute()

    @field_validator("data")
    @classmethod
    def _no_pattern(cls, path: Path) -> Path:
        # DuckDB reads its search path as a list, and a pattern in it as a pattern: the build found no file in a folder named `gl[o]b,x`.
        if found := sorted({character for character in str(path) if character in PATTERN_CHARACTERS}):
            raise ValueError(f"{path}: the path of a data home must not hold {' '.join(found)}; name another folder")
        return path

    @property
    def inbox_dir(self) -> Path:
        return self.inbox or self.data / "inbox"

    @property
    def corrections_file(self) -> Path:
        return self.corrections or self.data / "corrections.yml"

    @property
    def archive_dir(self) -> Path:
        return self.data / "archive"

    @property
    def inbox_memory(self) -> Path:
        """Which files of the inbox intake has dealt with, as they were then."""
        return self.data / "intake" / "seen.parquet"

    @property
    def raw_dir(self) -> Path:
        return self.data / "raw"

    @property
    def quarantine_dir(self) -> Path:
        return self.data / "quarantine"

    @property
    def build_dir(self) -> Path:
        return self.data / "build"

    @property
    def build_database(self) -> Path:
        return self.build_dir / "cakupan.duckdb"

    @property
    def releases_dir(self) -> Path:
        return self.data / "releases"

    @property
    def current(self) -> Path:
        """The symbolic link that BI follows: current/cakupan.duckdb."""
        return self.data / "current"

    @property
    def alerts_dir(self) -> Path:
        return self.data / "alerts"

    @property
    def dagster_dir(self) -> Path:
        return self.data / "dagster"
