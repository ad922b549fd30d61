"""The few words that stand in a shop's page itself: in every language of the panel, and the same as there."""

import json
from pathlib import Path

import pytest

TEXTS = Path(__file__).parents[3] / "widget" / "texts"
LANGUAGES = sorted(path.stem for path in (TEXTS / "panel").glob("*.json"))
AS_IN_THE_PANEL = {"loader": {"find": "title"}, "embed": {"title": "title", "close": "close", "again": "tryAgain"}}


def texts(name: str) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = json.loads((TEXTS / f"{name}.json").read_text("utf-8"))
    return read


@pytest.mark.parametrize("name", AS_IN_THE_PANEL)
def test_every_language_says_everything_without_raising_its_voice(name: str) -> None:
    spoken = texts(name)
    assert sorted(spoken) == LANGUAGES
    assert {frozenset(words) for words in spoken.values()} == {frozenset(spoken["en"])}
    assert not any(mark in text for words in spoken.values() for text in words.values() for mark in "!¡")


@pytest.mark.parametrize("name", AS_IN_THE_PANEL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_panel_says_too_is_said_alike(name: str, language: str) -> None:
    panel = json.loads((TEXTS / "panel" / f"{language}.json").read_text("utf-8"))
    own = texts(name)[language]
    assert {key: own[key] for key in AS_IN_THE_PANEL[name]} == {
        key: panel[same] for key, same in AS_IN_THE_PANEL[name].items()
    }
