import pytest

from shared.discovery.compounds import Compounds
from shared.discovery.lexicon import Lexicon

GERMAN = Compounds.of({"heads": ["brille", "sonnenbrille"], "links": ["", "n", "en"]})
KNOWN = {"pilot", "metall", "sonne"}


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("pilotenbrille", ("pilot", "brille")),
        ("metallsonnenbrille", ("metall", "sonnenbrille")),
        ("brille", None),
        ("quatschbrille", None),
    ],
)
def test_a_compound_is_parted_where_its_first_part_is_known(word: str, parts: tuple[str, str] | None):
    assert GERMAN.seam(word, KNOWN.__contains__) == parts


def test_parts_stand_where_they_stood_in_the_text():
    text = "eine titanpilotenbrille"
    tokens = Lexicon.load("de").tokens(text)
    assert "".join(token.text for token in tokens[1:]).startswith("titan")
    assert tokens[-1].end == len(text)
