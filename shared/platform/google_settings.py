"""The settings of Google Cloud, and of its emulators."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.platform.setting_error import SettingError

_CLOUDS = ("none", "emulators", "google")
_BUCKET = "BUCKET_"
EMULATOR_HOSTS = ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "STORAGE_EMULATOR_HOST", "TASKS_EMULATOR_HOST")


@dataclass(frozen=True)
class Emulators:
    """Where they listen, `host:port`; storage is a base URL, as its own client expects."""

    firestore: str
    pubsub: str
    storage: str
    tasks: str


@dataclass(frozen=True)
class GoogleSettings:
    project: str
    region: str = "europe-west1"
    database: str = "(default)"
    buckets: Mapping[str, str] = field(default_factory=dict)  # a path's first part -> bucket
    task_targets: Mapping[str, str] = field(default_factory=dict)  # queue -> URL of the function that handles it
    invoker: str = ""  # service account in whose name tasks call their function
    emulators: Emulators | None = None
    trace_share: float = 0.0  # share of the traces that Cloud Trace is sent
    service: str = "ai-discovery"  # whose spans they are


def google_settings(env: Mapping[str, str]) -> GoogleSettings | None:
    """None on one machine. Raises `SettingError`."""
    cloud = env.get("CLOUD") or "none"
    if cloud not in _CLOUDS:
        raise SettingError(f"CLOUD must be one of {', '.join(_CLOUDS)}, not {cloud!r}.")
    if cloud == "none":
        return None
    return GoogleSettings(
        project=_needed(env, "GOOGLE_CLOUD_PROJECT", cloud),
        region=env.get("GOOGLE_CLOUD_REGION") or "europe-west1",
        database=env.get("FIRESTORE_DATABASE") or "(default)",
        buckets={name[len(_BUCKET) :].lower(): env[name] for name in env if name.startswith(_BUCKET) and env[name]},
        task_targets=_pairs(env.get("TASK_TARGETS", "")),
        invoker=env.get("TASKS_INVOKER", ""),
        emulators=_emulators(env) if cloud == "emulators" else None,
        trace_share=_share(env.get("TRACE_SHARE") or "0"),
        service=env.get("K_SERVICE") or "ai-discovery",
    )


def _needed(env: Mapping[str, str], name: str, cloud: str) -> str:
    if not env.get(name):
        raise SettingError(f"{name} must be set when CLOUD is {cloud}.")
    return env[name]


def _emulators(env: Mapping[str, str]) -> Emulators:
    firestore, pubsub, storage, tasks = (_needed(env, name, "emulators") for name in EMULATOR_HOSTS)
    return Emulators(firestore, pubsub, storage, tasks)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise SettingError(f"TRACE_SHARE must be a number from 0 to 1, not {text!r}.")
    return share


def _pairs(text: str) -> dict[str, str]:
    """`exports=https://…,reports=https://…`"""
    pairs = [entry.partition("=") for entry in text.split(",") if entry]
    for queue, sign, url in pairs:
        if not (queue and sign and url.startswith(("http://", "https://"))):
            raise SettingError(f"TASK_TARGETS must be like exports=https://…,reports=https://…, not {text!r}.")
    return {queue: url for queue, _, url in pairs}
