"""How many backups are kept."""

import os
from collections.abc import Mapping

from shared.platform.setting_error import SettingError

# Receipts of erasures are kept for 30 days: an older backup would bring back whom nobody remembers to erase.
_MOST_KEPT = 30


def backups_kept(env: Mapping[str, str] = os.environ) -> int:
    """Raises `SettingError`."""
    text = env.get("BACKUPS_KEPT") or "14"
    if not text.isdecimal() or not 0 < int(text) <= _MOST_KEPT:
        raise SettingError(f"BACKUPS_KEPT must be a number from 1 to {_MOST_KEPT}, not {text!r}.")
    return int(text)
