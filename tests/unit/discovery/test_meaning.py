import json

import numpy as np
import pytest

from shared.discovery import lexicon
from shared.discovery.meaning import languages, meanings
from shared.platform.ports.embeddings import EmbeddingsUnavailable
from tests.unit.discovery.meaning import Absent, Counted, model

LEXICON = json.loads((lexicon.DATA / "lexicon.en.json").read_text("utf-8"))


def test_glosses_are_of_unit_length_and_worked_out_once() -> None:
    counted = Counted()
    meant = meanings(counted)
    assert meanings(counted) is meant
    assert len(counted.asked) == 2
    assert np.linalg.norm(meant.glosses, axis=1) == pytest.approx(np.ones(len(meant.of)), abs=1e-5)


@pytest.mark.parametrize("slot", ["frameShape", "rimType", "material", "colour", "use", "style"])
def test_every_value_that_the_lexicon_knows_has_glosses(slot: str) -> None:
    assert set(LEXICON["slots"][slot]) <= {value for of, value in meanings(model()).of if of == slot}


def test_what_all_phrases_here_have_in_common_tells_nothing() -> None:
    """ "Eccentric glasses" is not near "oval glasses" for the word they share."""
    meant = meanings(model())
    eccentric, glasses, oval = meant.vectors(["eccentric glasses", "glasses", "oval glasses"], model())
    assert eccentric @ oval < meant.least_cosine
    assert abs(glasses @ oval) < 0.1


def test_without_a_model_there_are_none_and_nothing_stays() -> None:
    absent = Absent()
    for _ in range(2):
        with pytest.raises(EmbeddingsUnavailable):
            meanings(absent)


def test_only_languages_with_glosses_are_named() -> None:
    assert languages() == {"en"}
    with pytest.raises(FileNotFoundError):
        meanings(model(), "xx")


def test_the_nearest_gloss_stands_for_a_value() -> None:
    meant = meanings(model())
    vector = meant.vectors(["tiny lenses"], model())[0]
    by_value = meant.by_value(meant.glosses @ vector)
    assert max(by_value, key=lambda value: by_value[value]) == ("fit", "small")
    assert by_value["fit", "small"] == pytest.approx(1.0, abs=1e-3)
    assert set(by_value) == set(meant.of)
