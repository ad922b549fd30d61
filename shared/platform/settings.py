"""Settings, read from the environment once; every name is documented in docs/settings.md."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from shared.platform.google_settings import GoogleSettings, google_settings
from shared.platform.log import LEVELS, Severity
from shared.platform.secret_setting import read_secret
from shared.platform.setting_error import SettingError
from shared.platform.smtp_settings import SmtpSettings, smtp_settings
from shared.platform.vertex_settings import VertexSettings, vertex_settings

__all__ = ["OFF", "EmbeddingModel", "GoogleSettings", "SettingError", "Settings", "VertexSettings"]

OFF: Literal["off"] = "off"
EmbeddingModel = Path | Literal["off"] | None  # None: the file of the installed package, if it is installed


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    api_endpoint: str  # public base URL, without a trailing slash
    face_model: Path
    signing_secret: bytes | None  # None: one is made and kept in the data folder
    log_level: Severity
    version: str
    google: GoogleSettings | None = None  # None: everything on one machine
    embedding_model: EmbeddingModel = None
    smtp: SmtpSettings | None = None  # None: no mail is sent
    calls_loopback: bool = False  # whether addresses that others name may lead to this machine itself, for trials
    admin_origin: str | None = None  # where the admin site is served, if not by the API's own address
    widget_origin: str | None = None  # where the widget is served, if not by the API's own address
    token_keys: Path | None = None  # what access tokens are signed with; None: made and kept in the data folder
    vertex: VertexSettings | None = None  # None: the embedded engine alone writes

    @property
    def panel_origin(self) -> str:
        """The origin of the widget's panel, which browsers name as the caller's."""
        address = urlsplit(self.api_endpoint)
        return self.widget_origin or f"{address.scheme}://{address.netloc}"

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        return cls(
            data_dir=Path(env.get("DATA_DIR", ".data")).absolute(),
            api_endpoint=_url(env.get("API_ENDPOINT") or f"http://127.0.0.1:{_port(env)}"),
            face_model=Path(env.get("FACE_MODEL", ".cache/assets/face_landmarker.task")).absolute(),
            signing_secret=read_secret(env, "SIGNING_SECRET"),
            log_level=_level(env.get("LOG_LEVEL", "INFO")),
            version=env.get("K_REVISION", "local"),
            google=google_settings(env),
            embedding_model=_embedding_model(env.get("EMBEDDING_MODEL", "")),
            smtp=smtp_settings(env),
            calls_loopback=_on_or_off(env, "ALLOW_LOOPBACK"),
            admin_origin=_origin("ADMIN_ORIGIN", env.get("ADMIN_ORIGIN", "")),
            widget_origin=_origin("WIDGET_ORIGIN", env.get("WIDGET_ORIGIN", "")),
            token_keys=Path(env["TOKEN_KEYS_FILE"]).absolute() if env.get("TOKEN_KEYS_FILE") else None,
            vertex=vertex_settings(env),
        )


def _port(env: Mapping[str, str]) -> int:
    text = env.get("PORT", "8080")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise SettingError(f"API_ENDPOINT must begin with http:// or https://, not {text!r}.")
    return text.rstrip("/")


def _origin(name: str, text: str) -> str | None:
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?", text):
        raise SettingError(f"{name} must be a scheme and a host such as https://shops.example, not {text!r}.")
    return text or None


def _on_or_off(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name) or "off"
    if text not in ("on", "off"):
        raise SettingError(f"{name} must be on or off, not {text!r}.")
    return text == "on"


def _embedding_model(text: str) -> EmbeddingModel:
    if text == OFF:
        return OFF
    return Path(text).absolute() if text else None


def _level(text: str) -> Severity:
    for level in LEVELS:
        if text.upper() == level:
            return level
    raise SettingError(f"LOG_LEVEL must be one of {', '.join(LEVELS)}, not {text!r}.")
