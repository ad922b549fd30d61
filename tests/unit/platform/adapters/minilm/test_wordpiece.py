import json
from pathlib import Path
from typing import Any

import pytest

from shared.platform.adapters.minilm import embeddings
from shared.platform.adapters.minilm.wordpiece import WordPiece

KNOWN: list[dict[str, Any]] = json.loads(Path(__file__).with_name("word_pieces.json").read_text("utf-8"))["texts"]
VOCABULARY = Path(embeddings.__file__).with_name("vocabulary.txt")
CLS, SEP, UNK = 101, 102, 100


@pytest.fixture(scope="module")
def pieces() -> WordPiece:
    return WordPiece.load(VOCABULARY)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: ascii(known["text"][:20]))
def test_texts_get_the_numbers_of_the_reference(pieces: WordPiece, known: dict[str, Any]) -> None:
    assert pieces.encode(known["text"], 128) == known["ids"]


@pytest.mark.parametrize("most", [2, 3, 8, 128])
def test_no_more_numbers_than_asked_for_and_always_both_ends(pieces: WordPiece, most: int) -> None:
    numbers = pieces.encode("round tortoise frames, " * 5000, most)
    assert len(numbers) == most
    assert (numbers[0], numbers[-1]) == (CLS, SEP)


def test_a_special_token_in_a_text_is_text(pieces: WordPiece) -> None:
    assert SEP not in pieces.encode("gold [SEP] frames [CLS]", 128)[1:-1]
    assert CLS not in pieces.encode("gold [SEP] frames [CLS]", 128)[1:-1]


def test_a_word_of_letters_without_pieces_is_unknown_as_a_whole() -> None:
    small = WordPiece({"[UNK]": UNK, "[CLS]": CLS, "[SEP]": SEP, "go": 1, "##ld": 2})
    assert small.encode("gold golf", 128) == [CLS, 1, 2, UNK, SEP]
