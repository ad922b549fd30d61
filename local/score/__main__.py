"""`python -m local.score FILE.jsonl`: how satisfied users are, for each dialogue and each of their turns, 1 to 5.

Reads lines of `{dialogue_id, turns: [{role: user|system, text}]}` ("-": standard input) and writes lines of
`{dialogue_id, satisfaction, turns: [{turn, satisfaction}]}`: one entry for each user turn, in order; `turn` is its
place in the line's turns, from 0. Ends with 0; with 1 when lines or turns were left out (said on standard error);
with 2 when the file cannot be read or the result cannot be written.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, TextIO

from local.score.dialogues import BadLine, Dialogue, dialogues
from shared.quality.acts import language_of
from shared.quality.satisfaction import satisfaction


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        with ExitStack() as open_files:
            source = sys.stdin.buffer if asked.file == "-" else open_files.enter_context(Path(asked.file).open("rb"))
            out = open_files.enter_context(Path(asked.out).open("w", encoding="utf-8")) if asked.out else sys.stdout
            return 1 if score_all(source, out, sys.stderr) else 0
    except OSError as error:
        print(error, file=sys.stderr)
        return 2


def score_all(source: BinaryIO, out: TextIO, problems: TextIO) -> int:
    """Scores line by line; the number of lines with a problem, each of which is said."""
    bad = 0
    for number, read in dialogues(source):
        if isinstance(read, BadLine):
            bad += 1
            print(f"line {number}: {read.why}", file=problems)
            continue
        if read.left_out:
            bad += 1
            print(f"line {number}: {read.left_out} turns of neither side left out", file=problems)
        print(scored(read), file=out)
    return bad


def scored(dialogue: Dialogue) -> str:
    """The line that answers a dialogue."""
    language = dialogue.language or language_of(" ".join(one.text[:200] for one in dialogue.said[:6]))
    felt = satisfaction(dialogue.said, language)
    turns = [{"turn": dialogue.places[one.turn], "satisfaction": round(one.value, 4)} for one in felt.turns]
    answer = {"dialogue_id": dialogue.dialogue_id, "satisfaction": round(felt.overall, 4), "turns": turns}
    return json.dumps(answer, ensure_ascii=False)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m local.score", description="Satisfaction of users by dialogue and turn.")
    parser.add_argument("file", help="dialogues as JSON lines; - for standard input")
    parser.add_argument("--out", help="where to write; standard output without")
    return parser


if __name__ == "__main__":
    sys.exit(main())
