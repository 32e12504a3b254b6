"""Who is told and how: environment variables alone, CAKUPAN_ALERT_…; without any of them nobody is told.

Belongs here: the variables, what they may say. Does not: paths (`sources.settings`). Secrets are never shown: not in an error about them either.
"""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, FilePath, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class AlertSettings(BaseSettings):
    """Read when an instance is made. Raises pydantic's ValidationError, which names the variable and not its value."""

    model_config = SettingsConfigDict(
        env_prefix="CAKUPAN_ALERT_", frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    webhook_url: SecretStr | None = Field(
        default=None,
        description="address that gets a JSON POST; https, or http on this machine. A secret: such addresses often hold one",
    )
    webhook_token: SecretStr | None = Field(
        default=None, description="sent to it as `Authorization: Bearer …`. A secret"
    )
    smtp_host: str | None = Field(default=None, description="mail server")
    smtp_port: int = Field(default=587, gt=0, lt=65536, description="its port")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="starttls, tls (from the first byte), or none (this machine only)"
    )
    smtp_user: str | None = Field(default=None, description="name at the mail server, if it wants one")
    smtp_password: SecretStr | None = Field(default=None, description="password there. A secret")
    mail_from: str | None = Field(default=None, pattern=r"^[^\s,<>]+@[^\s,<>]+$", description="sender of the mails")
    mail_to: str | None = Field(
        default=None,
        pattern=r"^[^\s,<>]+@[^\s,<>]+(\s*,\s*[^\s,<>]+@[^\s,<>]+)*$",
        description="receivers, divided by commas",
    )
    ca_file: FilePath | None = Field(
        default=None, description="certificates that are trusted instead of the system's, for receivers of your own"
    )
    timeout_seconds: float = Field(default=10, gt=0, le=60, description="longest wait for a receiver")
    ui_url: str | None = Field(
        default=None, pattern=r"^https?://\S+$", description="address of the Dagster UI; alerts lead to their run there"
    )
    silent_days: int | None = Field(
        default=None,
        ge=1,
        description="nothing built and checked with success for so many days is told; off unless set",
    )

    @field_validator("webhook_url")
    @classmethod
    def _encrypted(cls, url: SecretStr | None) -> SecretStr | None:
        if url is None:
            return None
        parts = urlsplit(url.get_secret_value())
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)):
            raise ValueError("an address that begins with https:// is needed; http:// only for this machine")
        return url

    @model_validator(mode="after")
    def _whole(self) -> "AlertSettings":
        if self.smtp_host is not None and not (self.mail_from and self.mail_to):
            raise ValueError("with CAKUPAN_ALERT_SMTP_HOST go CAKUPAN_ALERT_MAIL_FROM and CAKUPAN_ALERT_MAIL_TO")
        if self.smtp_security == "none" and self.smtp_host is not None and self.smtp_host not in _HERE:
            raise ValueError("CAKUPAN_ALERT_SMTP_SECURITY=none is for a mail server of this machine only")
        return self

    @property
    def channels(self) -> tuple[str, ...]:
        """The ways that are set up: webhook, mail."""
        return tuple(name for name, value in (("webhook", self.webhook_url), ("mail", self.smtp_host)) if value)

    @property
    def receivers(self) -> list[str]:
        return [address.strip() for address in (self.mail_to or "").split(",") if address.strip()]
