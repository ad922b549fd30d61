from pathlib import Path

import pytest

from local.setup.browser import browser, executable
from local.setup.steps import NotHere


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that programs are looked for in."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_browser_that_the_machine_has_is_used(programs: Path):
    (programs / "google-chrome").touch(0o755)
    assert executable() == programs / "google-chrome"
    assert browser().is_done()


def test_a_missing_browser_that_cannot_be_installed_names_what_stays_untested(programs: Path):
    assert executable() is None
    with pytest.raises(NotHere, match="the shop, the widget and the admin site in a browser"):
        browser().make(programs / "log")
