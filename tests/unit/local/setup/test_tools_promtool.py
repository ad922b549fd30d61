from pathlib import Path

import pytest

from local.setup import tools_promtool
from local.setup.steps import NotHere


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that programs are looked for in, and an empty cache."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tools_promtool, "PROGRAM", tmp_path / "cache" / "promtool")
    return tmp_path


def test_the_machines_own_program_is_used(programs: Path) -> None:
    (programs / "promtool").touch(0o755)
    assert tools_promtool.executable() == programs / "promtool"
    assert tools_promtool.promtool().is_done()


def test_one_that_cannot_be_had_names_what_stays_untested(programs: Path) -> None:
    assert tools_promtool.executable() is None
    with pytest.raises(NotHere, match="the metrics' form and the alert rules"):
        tools_promtool.promtool().make(programs / "log")
