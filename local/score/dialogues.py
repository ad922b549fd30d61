"""Dialogues from JSON lines, one at a time: `{dialogue_id, turns: [{role, text}]}`, and what is wrong with a line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from shared.quality.satisfaction import Said, Speaker

MOST_LINE_BYTES = 8 * 1024 * 1024
_PART_BYTES = 1024 * 1024
SPEAKERS: dict[str, Speaker] = {
    **dict.fromkeys(("user", "shopper", "customer", "human", "visitor", "client", "seeker"), "user"),
    **dict.fromkeys(("system", "assistant", "agent", "bot", "wizard", "recommender", "operator", "model"), "system"),
}


@dataclass(frozen=True)
class Dialogue:
    """`places`: where each text of `said` stands in the line's turns; those of neither side's role are `left_out`.
    `language`: two letters when the line names one."""

    dialogue_id: Any
    said: tuple[Said, ...]
    places: tuple[int, ...]
    left_out: int
    language: str | None


@dataclass(frozen=True)
class BadLine:
    line: int
    why: str


def dialogues(lines: BinaryIO) -> Iterator[tuple[int, Dialogue | BadLine]]:
    """Line number (from 1) and dialogue or problem; empty lines are passed over. Holds one line at a time."""
    for number, line in _lines(lines):
        if line is None:
            yield number, BadLine(number, f"longer than {MOST_LINE_BYTES} bytes")
        elif line.strip():
            yield number, parse(number, line)


def parse(number: int, line: bytes) -> Dialogue | BadLine:
    try:
        body = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return BadLine(number, f"no JSON: {type(error).__name__}")
    if not isinstance(body, dict):
        return BadLine(number, "no object")
    if not isinstance(turns := body.get("turns"), list):
        return BadLine(number, "no list of turns")
    read = [(place, _said(turn)) for place, turn in enumerate(turns)]
    kept = [(place, said) for place, said in read if said is not None]
    return Dialogue(
        dialogue_id=body.get("dialogue_id", number),
        said=tuple(said for _, said in kept),
        places=tuple(place for place, _ in kept),
        left_out=len(read) - len(kept),
        language=_language(body.get("language")),
    )


def _said(turn: Any) -> Said | None:
    if not isinstance(turn, dict) or not isinstance(role := turn.get("role"), str):
        return None
    if (speaker := SPEAKERS.get(role.strip().lower())) is None:
        return None
    text = turn.get("text")
    return Said(speaker, text if isinstance(text, str) else "")


def _language(named: Any) -> str | None:
    return named[:2].lower() if isinstance(named, str) and named[:2].isalpha() and named.isascii() else None


def _lines(lines: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := lines.readline(MOST_LINE_BYTES + 1):
        number += 1
        if len(line) <= MOST_LINE_BYTES or line.endswith(b"\n"):
            yield number, line
            continue
        while (rest := lines.readline(_PART_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield number, None
