"""Documents tell the truth."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented() -> None:
    environment = r"""(?:os\.environ|\benv)(?:\.get\(|\[)["']([A-Z_]+)"""
    reading = environment + r"""|_(?:needed|secret|on_or_off)\(env, "([A-Z_]+)"|"([A-Z]+_EMULATOR_HOST)"""
    read: set[str] = set()
    readers = [(ROOT / "shared" / "platform").glob("*settings.py"), (ROOT / "local").glob("*.py")]
    for source in [*(path for found in readers for path in found), ROOT / "local" / "ops" / "backups.py"]:
        read |= {name for names in re.findall(reading, source.read_text("utf-8")) for name in names if name}
    table = re.findall(r"^\|([^|]+)\|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.M)
    documented = {name for cell in table for name in re.findall(r"`([A-Z_]+)`", cell)}
    assert read <= documented
    assert {name for name in documented - read if not name.startswith("BUCKET_")} == {
        "SIGNING_SECRET_FILE",
        "THREADS",
    }


def test_every_decision_has_its_parts() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = path.read_text("utf-8")
        for part in ("accepted", "**Context.**", "**Decision.**", "**Consequences.**", "**Revisit**"):
            assert part in text, (path.name, part)
