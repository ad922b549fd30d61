"""The settings of the mail server that alerts are sent by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from shared.platform.secret_setting import read_secret
from shared.platform.setting_error import SettingError

Tls = Literal["starttls", "tls", "off"]
_TLS: tuple[Tls, ...] = ("starttls", "tls", "off")
_PORTS: dict[Tls, str] = {"starttls": "587", "tls": "465", "off": "25"}


@dataclass(frozen=True)
class SmtpSettings:
    host: str
    port: int
    tls: Tls
    sender: str
    user: str = ""  # without one nobody logs in
    password: str = field(default="", repr=False)


def smtp_settings(env: Mapping[str, str]) -> SmtpSettings | None:
    """None where no mail server is named. Raises `SettingError`."""
    host = env.get("SMTP_HOST")
    if not host:
        return None
    tls = _tls(env.get("SMTP_TLS") or "starttls")
    sender = env.get("SMTP_FROM", "")
    if "@" not in sender or any(character in sender for character in "\r\n"):
        raise SettingError("SMTP_FROM must be the address that mail comes from when SMTP_HOST is set.")
    password = (read_secret(env, "SMTP_PASSWORD") or b"").decode()
    return SmtpSettings(
        host, _port(env.get("SMTP_PORT") or _PORTS[tls]), tls, sender, env.get("SMTP_USER", ""), password
    )


def _tls(text: str) -> Tls:
    for known in _TLS:
        if text == known:
            return known
    raise SettingError(f"SMTP_TLS must be one of {', '.join(_TLS)}, not {text!r}.")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingError(f"SMTP_PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)
