"""The settings of Vertex AI, which is off unless a model is named."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.platform.setting_error import SettingError


@dataclass(frozen=True)
class VertexSettings:
    """`model` writes replies, `embeddings` makes vectors; "" leaves either to the embedded engine. `endpoint` is
    Google's own host when empty; one that begins with http:// is spoken to without TLS and without credentials."""

    project: str
    model: str = ""
    embeddings: str = ""
    location: str = "europe-west1"
    endpoint: str = ""
    tokens_per_day: int = 500_000  # of one client, read and written together
    timeout_s: float = 2.0


def vertex_settings(env: Mapping[str, str]) -> VertexSettings | None:
    """None: off. Raises `SettingError`."""
    model, embeddings = env.get("VERTEX_MODEL", ""), env.get("VERTEX_EMBEDDINGS", "")
    if not model and not embeddings:
        return None
    endpoint = env.get("VERTEX_ENDPOINT", "").rstrip("/")
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise SettingError(f"VERTEX_ENDPOINT must begin with http:// or https://, not {endpoint!r}.")
    project = env.get("GOOGLE_CLOUD_PROJECT", "")
    if not project and not endpoint:
        raise SettingError("GOOGLE_CLOUD_PROJECT must be set when VERTEX_MODEL or VERTEX_EMBEDDINGS is.")
    return VertexSettings(
        project=project or "local",
        model=model,
        embeddings=embeddings,
        location=env.get("VERTEX_LOCATION") or env.get("GOOGLE_CLOUD_REGION") or "europe-west1",
        endpoint=endpoint,
        tokens_per_day=_tokens(env.get("VERTEX_DAILY_BUDGET") or "500000"),
        timeout_s=_seconds(env.get("VERTEX_TIMEOUT_S") or "2"),
    )


def _tokens(text: str) -> int:
    if not text.isdecimal() or not text.isascii():
        raise SettingError(f"VERTEX_DAILY_BUDGET must be a whole number, not {text!r}.")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 30:
        raise SettingError(f"VERTEX_TIMEOUT_S must be a number from 0.1 to 30, not {text!r}.")
    return seconds
