import os
import subprocess
import sys

import pytest

from local.setup.verdict import Verdict, read

TESTS = """
import pytest

@pytest.fixture
def broken():
    yield
    raise OSError("clean-up")

def test_good(): pass
def test_bad(): assert False
def test_bad_and_broken(broken): assert False
@pytest.mark.skip(reason="no browser here")
def test_page(): pass
@pytest.mark.skip(reason="no browser here")
def test_other_page(): pass
"""


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    folder = tmp_path_factory.mktemp("run")
    (folder / "test_sample.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), f"--junit-xml={folder / 'report.xml'}"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    subprocess.run([*command, str(folder)], cwd=folder, env=environment, capture_output=True, check=False)
    return read(folder / "report.xml")


def test_each_test_counts_once(verdict: Verdict):
    assert (verdict.passed, verdict.failed, verdict.skipped) == (1, 2, 2)


def test_gaps_are_counted_by_their_reason(verdict: Verdict):
    assert verdict.gaps == {"no browser here": 2}


def test_verdicts_add_up():
    total = Verdict(passed=3) + Verdict(passed=1, failed=1)
    assert (total.passed, total.failed) == (4, 1)


def test_a_failure_or_an_empty_run_is_not_good():
    assert Verdict(passed=1, skipped=4).is_good
    assert not Verdict(passed=5, failed=1).is_good
    assert not Verdict(skipped=5).is_good
