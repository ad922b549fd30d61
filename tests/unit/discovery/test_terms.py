import pytest

from shared.catalogue.index import CatalogueIndex
from shared.discovery.matching import WEIGHTS
from shared.discovery.terms import Evidence, terms
from shared.discovery.wishes import Wish, Wishes
from shared.faces.result import FaceResult
from tests.unit.discovery.frames import face, shop

INDEX = CatalogueIndex.of(shop(30))


def weights(wishes: Wishes, seen: FaceResult | None = None) -> dict[str, float]:
    return {term.name: term.weight for term in terms(INDEX, Evidence.of(wishes, seen))}


@pytest.mark.parametrize("seen", [None, face()])
@pytest.mark.parametrize("items", [(), (Wish(slot="colour", value="gold"), Wish(slot="use", value="office"))])
def test_weights_add_up_to_one_whatever_is_known(seen: FaceResult | None, items: tuple[Wish, ...]):
    assert sum(weights(Wishes(items=items), seen).values()) == pytest.approx(1)


def test_terms_without_evidence_drop_out():
    assert set(weights(Wishes())) == {"popularity", "boost"}
    assert {"widthFit", "faceShape", "lensCentres"} <= set(weights(Wishes(), face()))


def test_the_boost_stays_within_its_bounds():
    assert weights(Wishes())["boost"] == pytest.approx(WEIGHTS["boostLimit"])
    assert weights(Wishes(), face())["boost"] <= WEIGHTS["boostLimit"]


def test_a_stated_wish_weighs_as_much_as_everything_unsaid():
    shares = weights(Wishes(items=(Wish(slot="colour", value="gold"),)), face())
    assert 0.5 <= shares["colour"] < 0.55
    assert weights(Wishes(items=(Wish(slot="colour", value="gold"),)))["colour"] > 0.75


def test_every_grade_is_within_zero_and_one():
    wishes = Wishes(items=(Wish(slot="fit", value="light"), Wish(slot="colour", value="gold", polarity="unwanted")))
    for term in terms(INDEX, Evidence.of(wishes, face())):
        assert term.grades.min() >= 0
        assert term.grades.max() <= 1


def test_the_base_weights_are_one_unit():
    assert sum(WEIGHTS["base"].values()) == pytest.approx(1)
