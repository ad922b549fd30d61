"""`python -m local.setup.checks`: all that must hold before a change is taken, and one closing line over all of it.

The form (`make lint`) is checked beside the unit and contract tests; what starts servers, browsers and Terraform
follows, when the cores are free; last and alone comes what a busy machine would judge wrongly. Each part runs to its
end even when another failed, to show all there is to mend.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from local.emulators import programs
from local.emulators.running import running
from local.setup.command import child
from local.setup.places import CACHE, PYTHON, ROOT
from local.setup.verdict import Verdict, read
from shared.platform.google_settings import EMULATOR_HOSTS

OF_THE_OUTER_MAKE = ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")
REPORTS = CACHE / "test-reports"
QUICK = ("tests/unit", "tests/contract")
AGAINST_THE_CLOCK = ("tests/browser/test_tryon_accuracy.py",)
WORKERS = str((os.cpu_count() or 2) + 1)  # emulators, servers and browsers are waited for as often as they are busy
SIDE_BY_SIDE = ("--numprocesses", WORKERS, "--dist", "loadfile")
QUICK_TESTS = [*QUICK, *SIDE_BY_SIDE]
SERVER_TESTS = ["tests", *(f"--ignore={path}" for path in (*QUICK, *AGAINST_THE_CLOCK)), *SIDE_BY_SIDE]
SERVER_TESTS += ["--no-loadscope-reorder"]  # else the longest, single tests in files of their own, would come last


def main() -> int:
    _forget_make()
    shutil.rmtree(REPORTS, ignore_errors=True)
    with _emulators():
        return _check()


def _check() -> int:
    lint_passed, quick_passed = _lint_beside_quick_tests()
    server_passed = _pytest("Journeys, pages and deployment", SERVER_TESTS, REPORTS / "server.xml")
    clock_passed = _pytest("Against the clock", AGAINST_THE_CLOCK, REPORTS / "clock.xml")
    verdict = sum((read(report) for report in sorted(REPORTS.glob("*.xml"))), Verdict())
    _close(verdict, lint_passed)
    passed = lint_passed and quick_passed and server_passed and clock_passed and verdict.is_good
    return 0 if passed else 1


@contextmanager
def _emulators() -> Iterator[None]:
    """One set for all tests; without them the tests that need them say so one by one."""
    if all(os.environ.get(name) for name in EMULATOR_HOSTS):
        yield
        return
    try:
        found = programs.find()
    except programs.EmulatorsMissing:
        yield
        return
    with TemporaryDirectory(prefix="emulators-") as folder, running(found, Path(folder)) as ports:
        os.environ.update(ports.environment())
        yield


def _forget_make() -> None:
    """A make started from here, by lint or by a test, is to speak as it does when a person starts it."""
    for name in OF_THE_OUTER_MAKE:
        os.environ.pop(name, None)


def _lint_beside_quick_tests() -> tuple[bool, bool]:
    """Lint's output is held back until the tests are through, so that the two do not mix."""
    with TemporaryFile("w+") as output, child(["make", "lint"], output=output) as lint:
        quick_passed = _pytest("Units and contracts", QUICK_TESTS, REPORTS / "quick.xml")
        lint_passed = lint.wait() == 0
        output.seek(0)
        print(f"\n== Format, types, imports: {'good' if lint_passed else 'FAILED'} ==\n{output.read()}", flush=True)
    return lint_passed, quick_passed


def _pytest(title: str, arguments: Sequence[str], report: Path) -> bool:
    """True when every test passed; a part without a single test counts as failed."""
    print(f"\n== {title} ==", flush=True)
    command = [str(PYTHON), "-m", "pytest", "--quiet", f"--junit-xml={report}", *arguments]
    with child(command) as tests:
        return tests.wait() == 0


def _close(verdict: Verdict, lint_passed: bool) -> None:
    if verdict.gaps:
        print(f"\n== NOT CHECKED on this machine ({verdict.skipped} tests) ==")
        for reason, count in verdict.gaps.most_common():
            print(f"{count:4d}  {reason}")
    if not lint_passed:
        print("\nFormat, types or imports FAILED; see above.")
    print(f"\n{verdict.passed} passed, {verdict.failed} failed, {verdict.skipped} skipped", flush=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
