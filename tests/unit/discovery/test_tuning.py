from shared.catalogue.index import CatalogueIndex
from shared.discovery.terms import Bearings, Evidence, terms
from shared.discovery.tuning import Tuning
from shared.discovery.wishes import Wish, Wishes
from tests.unit.discovery.frames import frame

INDEX = CatalogueIndex.of([frame("a", popularity=0.2), frame("b", popularity=0.4)])
ROUND = Wishes(items=(Wish(slot="frameShape", value="round"), Wish(slot="colour", value="gold")))


def weights(tuning: Tuning) -> dict[str, float]:
    return {term.name: term.weight for term in terms(INDEX, Evidence.of(ROUND, None, Bearings(tuning)))}


def test_learnt_popularity_takes_the_catalogues_place_where_there_is_any():
    column = Tuning(popularity={"b": 0.9, "sold": 1.0}).popularity_of(INDEX)
    assert column.tolist() == [0.2, 0.9]


def test_the_column_is_made_once_for_an_index():
    tuning = Tuning(popularity={"a": 0.9})
    assert tuning.popularity_of(INDEX) is tuning.popularity_of(INDEX)


def test_a_factor_shifts_weight_between_terms_and_the_whole_stays_one():
    before, after = weights(Tuning()), weights(Tuning(factors={"colour": 2.0}))
    assert after["colour"] / after["frameShape"] == 2 * before["colour"] / before["frameShape"]
    assert abs(sum(after.values()) - 1) < 1e-9
