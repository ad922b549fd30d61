"""What came of verifying a backup, kept in a file beside it: in it, it would not be the backup that was verified."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.platform.ports.backups import Verification


class _Outcome(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    problems: tuple[str, ...]


def keep(backup: Path, verification: Verification) -> None:
    """Whole or not at all."""
    place = _place(backup)
    unfinished = place.with_name(f".{place.name}")
    unfinished.write_text(_Outcome(at=verification.at, problems=verification.problems).model_dump_json(), "utf-8")
    unfinished.replace(place)


def kept(backup: Path) -> Verification | None:
    """None where there is none, or none that can be read: then the backup is to be verified again."""
    try:
        outcome = _Outcome.model_validate_json(_place(backup).read_bytes())
    except (OSError, ValidationError):
        return None
    return Verification(outcome.at, outcome.problems)


def forget(backup: Path) -> None:
    _place(backup).unlink(missing_ok=True)


def _place(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.verified.json")
