from pathlib import Path

import pytest

from local.setup import checks

GOOD = "def test_good():\n    pass\n"
BAD = "def test_bad():\n    assert False\n"
SKIPPED = 'import pytest\n\n@pytest.mark.skip(reason="no browser here")\ndef test_page():\n    pass\n'


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small tree in which everything holds."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(checks, "REPORTS", tmp_path / "reports")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # only for speed: ten runs of pytest are started here
    monkeypatch.setenv("PYTEST_PLUGINS", "xdist.plugin")
    for name in checks.OF_THE_OUTER_MAKE:
        monkeypatch.setenv(name, "")
    lint(tmp_path, "@echo all good")
    for part in ("unit", "contract", "journey"):
        write(tmp_path / f"tests/{part}/test_{part}.py", GOOD)
    for path in checks.AGAINST_THE_CLOCK:
        write(tmp_path / path, GOOD)
    return tmp_path


def write(test: Path, code: str) -> None:
    test.parent.mkdir(parents=True, exist_ok=True)
    test.write_text(code)


def lint(tree: Path, recipe: str) -> None:
    (tree / "Makefile").write_text(f"lint:\n\t{recipe}\n")


def closing_line(capfd: pytest.CaptureFixture[str]) -> str:
    return capfd.readouterr().out.splitlines()[-1]


def test_the_closing_line_counts_every_part(tree: Path, capfd: pytest.CaptureFixture[str]):
    assert checks.main() == 0
    assert closing_line(capfd) == "4 passed, 0 failed, 0 skipped"


def test_a_failed_unit_test_fails_the_run_and_hides_no_other_part(tree: Path, capfd: pytest.CaptureFixture[str]):
    (tree / "tests/unit/test_unit.py").write_text(BAD)
    assert checks.main() == 1
    assert closing_line(capfd) == "3 passed, 1 failed, 0 skipped"


def test_failed_lint_fails_the_run_and_shows_its_output(tree: Path, capfd: pytest.CaptureFixture[str]):
    lint(tree, "@echo shop.py:3 line too long; exit 1")
    assert checks.main() == 1
    assert "shop.py:3 line too long" in capfd.readouterr().out


def test_what_could_not_be_checked_is_listed_with_its_reason(tree: Path, capfd: pytest.CaptureFixture[str]):
    (tree / "tests/journey/test_page.py").write_text(SKIPPED)
    assert checks.main() == 0
    said = capfd.readouterr().out
    assert "NOT CHECKED on this machine (1 tests)" in said
    assert "   1  no browser here" in said


def test_a_part_without_a_test_fails_the_run(tree: Path):
    (tree / "tests/journey/test_journey.py").unlink()
    assert checks.main() == 1
