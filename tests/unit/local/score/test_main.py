"""H35: `make score`: dialogues in, satisfaction out; a bad line harms no other."""

import json
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from local.score.__main__ import main, score_all
from local.score.dialogues import MOST_LINE_BYTES

GOOD = {
    "dialogue_id": "d1",
    "turns": [
        {"role": "user", "text": "A red bag?"},
        {"role": "system", "text": "The Rosso is 45 euros."},
        {"role": "user", "text": "Great, thanks!"},
    ],
}


def _scored(*lines: object) -> tuple[list[dict[str, object]], str, int]:
    texts = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    out, problems = StringIO(), StringIO()
    bad = score_all(BytesIO(b"\n".join(texts)), out, problems)
    return [json.loads(line) for line in out.getvalue().splitlines()], problems.getvalue(), bad


def test_h35_a_dialogue_has_a_score_and_each_of_its_user_turns_too() -> None:
    (scored,), _, bad = _scored(GOOD)
    assert scored["dialogue_id"] == "d1"
    assert [turn["turn"] for turn in scored["turns"]] == [0, 2]  # type: ignore[attr-defined]
    assert 3 < scored["satisfaction"] <= 5  # type: ignore[operator]
    assert bad == 0


@pytest.mark.parametrize(
    "line", [b"nonsense", b"[]", b'{"dialogue_id": 1}', b'{"turns": {}}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_bad_line_is_named_and_the_others_are_scored(line: bytes) -> None:
    scored, problems, bad = _scored(GOOD, line, GOOD)
    assert len(scored) == 2
    assert problems.startswith("line 2: ")
    assert bad == 1


def test_a_line_without_end_is_not_held_in_memory() -> None:
    scored, problems, _ = _scored(b"x" * (2 * MOST_LINE_BYTES), GOOD)
    assert len(scored) == 1
    assert "line 1: longer than" in problems


def test_other_names_of_the_sides_are_understood_and_unknown_ones_left_out() -> None:
    turns = [
        {"role": "Shopper", "text": "A bag?"},
        {"role": "narrator", "text": "It rains."},
        {"role": "ASSISTANT", "text": "Sorry, none."},
        {"role": "customer"},
        "no turn",
    ]
    (scored,), problems, _ = _scored({"dialogue_id": 7, "turns": turns})
    assert [turn["turn"] for turn in scored["turns"]] == [0, 3]  # type: ignore[attr-defined]
    assert "2 turns of neither side" in problems


def test_exit_codes_tell_whole_partly_and_not_at_all(tmp_path: Path) -> None:
    file, out = tmp_path / "dialogues.jsonl", tmp_path / "scores.jsonl"
    file.write_text(json.dumps(GOOD) + "\n\n", encoding="utf-8")
    assert main([str(file), "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["dialogue_id"] == "d1"
    file.write_text("nonsense\n", encoding="utf-8")
    assert main([str(file), "--out", str(out)]) == 1
    assert main([str(tmp_path / "missing.jsonl")]) == 2


def test_it_reads_standard_input() -> None:
    command = [sys.executable, "-m", "local.score", "-"]
    done = subprocess.run(command, input=json.dumps(GOOD), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["dialogue_id"] == "d1"
