"""Other programs are run with a time limit, and their failures are said."""

import sys
from typing import Any

import pytest

from local.release.problem import ReleaseStopped
from local.release.program import aloud, answer


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def test_an_answer_is_what_was_written() -> None:
    assert answer(python("print(1)"), 10) == "1\n"


def test_a_failure_says_the_code_and_the_last_words() -> None:
    with pytest.raises(ReleaseStopped, match=r"(?s)ended with code 3:.*no such service"):
        answer(python("import sys; print('no such service', file=sys.stderr); sys.exit(3)"), 10)


@pytest.mark.parametrize("run", [answer, aloud])
def test_no_end_within_the_time_is_a_failure(run: Any) -> None:
    with pytest.raises(ReleaseStopped, match="no end after 0 s"):
        run(python("import time; time.sleep(30)"), 0.3)


@pytest.mark.parametrize("run", [answer, aloud])
def test_a_program_that_is_not_here_is_named(run: Any) -> None:
    with pytest.raises(ReleaseStopped, match="no-such-program could not be started"):
        run(["no-such-program"], 1)


def test_aloud_shows_what_is_said_and_keeps_it(capsys: Any) -> None:
    ended = aloud(python("import sys; print('planning'); print('failed', file=sys.stderr); sys.exit(2)"), 10)
    assert ended.code == 2
    assert set(ended.text.split()) == {"planning", "failed"} == set(capsys.readouterr().out.split())
