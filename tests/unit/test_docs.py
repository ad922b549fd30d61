"""Documents tell the truth."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented() -> None:
    reading = r"""(?:os\.environ|\benv)(?:\.get\(|\[)["']([A-Z_]+)"""
    read: set[str] = set()
    for source in [ROOT / "shared" / "platform" / "settings.py", *(ROOT / "local").glob("*.py")]:
        read |= set(re.findall(reading, source.read_text("utf-8")))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.M))
    assert read == documented


def test_every_decision_has_its_parts() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = path.read_text("utf-8")
        for part in ("accepted", "**Context.**", "**Decision.**", "**Consequences.**", "**Revisit**"):
            assert part in text, (path.name, part)
