from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.catalogue.index import CatalogueIndex
from shared.discovery.ranking import Ranking, rank, rank_again
from shared.discovery.wishes import PriceWish, SizeWish, Wish, Wishes
from shared.faces.result import SHAPES, FaceResult
from tests.unit.discovery.frames import COLOURS, USES, face, frame, shop
from tests.unit.discovery.frames import SHAPES as FRAME_SHAPES

STOCK = shop(240)
INDEX = CatalogueIndex.of(STOCK)
BY_ID = {product.product_id: product for product in STOCK}


def ids(ranking: Ranking) -> list[str]:
    return [ranked.product_id for ranked in ranking.items]


def wanted(slot: str, value: str, **rest: object) -> Wish:
    return Wish.model_validate({"slot": slot, "value": value, **rest})


faces = st.none() | st.builds(face, st.sampled_from(SHAPES), st.floats(115, 160), st.floats(0, 8), st.floats(0.2, 1))
wishes = st.builds(
    Wishes,
    items=st.lists(
        st.builds(wanted, st.just("colour"), st.sampled_from(COLOURS), hard=st.booleans())
        | st.builds(
            wanted,
            st.just("frameShape"),
            st.sampled_from(FRAME_SHAPES),
            polarity=st.sampled_from(["wanted", "unwanted"]),
        )
        | st.builds(wanted, st.just("use"), st.sampled_from(USES))
        | st.builds(wanted, st.just("fit"), st.sampled_from(["light", "wide", "low-bridge", "nose-pads"])),
        max_size=5,
    ).map(tuple),
    price=st.none() | st.builds(PriceWish, max=st.integers(20, 300).map(Decimal)),
    face_shape=st.none() | st.sampled_from(SHAPES),
)


@settings(max_examples=60, deadline=None)
@given(wishes, faces, st.integers(1, 12))
def test_every_score_is_the_sum_of_its_reasons(said: Wishes, seen: FaceResult | None, limit: int):
    """C5: contributions add up to the score; B8: no more than asked for."""
    ranking = rank(INDEX, said, seen, limit=limit)
    assert len(ranking.items) <= limit
    for place, ranked in enumerate(ranking.items, 1):
        assert ranked.rank == place
        assert 0 <= ranked.score <= 1
        assert abs(sum(reason.contribution for reason in ranked.reasons) - ranked.score) < 1e-9
        assert all(reason.text and "{" not in reason.text for reason in ranked.reasons)
    scores = [ranked.score for ranked in ranking.items]
    assert scores == sorted(scores, reverse=True)
    models = [BY_ID[id].model_id for id in ids(ranking)]
    assert len(models) == len(set(models))


def test_the_face_changes_the_ranking():
    """C6: another face, another list."""
    round_face, square_face = (rank(INDEX, Wishes(), face(shape), limit=5) for shape in ("round", "square"))
    narrow, wide = (rank(INDEX, Wishes(), face("oval", width_mm=width), limit=5) for width in (126.0, 148.0))
    nobody = rank(INDEX, Wishes(), None, limit=5)
    assert len({tuple(ids(r)) for r in (round_face, square_face, narrow, wide, nobody)}) == 5
    widths = [sum(BY_ID[id].frame_width for id in ids(ranking)) / 5 for ranking in (narrow, wide)]
    assert widths[1] - widths[0] > 8


def test_the_shoppers_correction_changes_the_ranking():
    seen = face("round", probability=0.9)
    assert ids(rank(INDEX, Wishes(), seen, limit=5)) != ids(
        rank(INDEX, Wishes(), seen.corrected_to("square"), limit=5)
    )


def test_what_was_asked_for_comes_first():
    ranking = rank(
        INDEX, Wishes(items=(wanted("frameShape", "round"), wanted("colour", "gold"))), face("round"), limit=3
    )
    top = BY_ID[ranking.items[0].product_id]
    assert (top.frame_shape, top.colour_family) == ("round", "gold")


def test_of_a_models_sizes_the_one_that_fits_the_face_is_shown():
    sizes = [
        frame("small", model_id="m", frame_width=128.0, popularity=0.9),
        frame("medium", model_id="m", frame_width=136.0, popularity=0.1),
        frame("large", model_id="m", frame_width=146.0, popularity=0.9),
    ]
    assert ids(rank(CatalogueIndex.of(sizes), Wishes(), face(width_mm=136), limit=3)) == ["medium"]
    own = Wishes(size=SizeWish(own_face_width_mm=147))
    assert ids(rank(CatalogueIndex.of(sizes), own, None, limit=3)) == ["large"]


def test_ties_are_broken_by_product_id_whatever_the_order_of_the_catalogue():
    same = [frame(id, model_id=f"m{number}") for number, id in enumerate("dacb")]
    assert ids(rank(CatalogueIndex.of(same), Wishes(), None, limit=4)) == list("abcd")
    assert ids(rank(CatalogueIndex.of(same[::-1]), Wishes(), None, limit=4)) == list("abcd")


def test_a_boost_moves_equals_and_never_beats_a_wish():
    plain, pushed = frame("a", boost=0.0), frame("b", boost=1.0)
    assert ids(rank(CatalogueIndex.of([plain, pushed]), Wishes(), None, limit=2)) == ["b", "a"]
    gold = frame("c", colour_family="gold", boost=-1.0, popularity=0.0)
    stock = CatalogueIndex.of([frame("d", colour_family="red", boost=1.0, popularity=0.9), gold])
    assert ids(rank(stock, Wishes(items=(wanted("colour", "gold"),)), None, limit=2))[0] == "c"


def test_wishes_nothing_meets_are_named():
    ranking = rank(INDEX, Wishes(items=(wanted("material", "wood"),)), None, limit=3)
    assert ranking.unmet == ["material:wood"]
    assert ranking.relaxed == []


def test_nothing_in_nothing_out():
    assert ids(rank(CatalogueIndex.of([]), Wishes(), face(), limit=5)) == []
    assert ids(rank(INDEX, Wishes(), None, limit=0)) == []


def test_ranking_again_drops_what_sold_out_or_broke_the_ceiling():
    said = Wishes(price=PriceWish(max=Decimal(150)))
    ranking = rank(INDEX, said, None, limit=4)
    fresh = [BY_ID[id] for id in ids(ranking)]
    fresh[0] = fresh[0].model_copy(update={"availability": "out_of_stock"})
    fresh[1] = fresh[1].model_copy(update={"price": Decimal("150.01")})
    again = rank_again(fresh, said, None, ranking, limit=4)
    assert set(ids(again)) == {fresh[2].product_id, fresh[3].product_id}


def test_ranking_again_gives_the_same_scores_for_the_same_products():
    said = Wishes(items=(wanted("colour", "gold"), wanted("use", "office")))
    ranking = rank(INDEX, said, face(), limit=4)
    again = rank_again([BY_ID[id] for id in ids(ranking)], said, face(), ranking, limit=4)
    assert [(r.product_id, r.score) for r in again.items] == [(r.product_id, r.score) for r in ranking.items]


@pytest.mark.parametrize("limit", [1, 5])
def test_excluded_products_do_not_come_back(limit: int):
    first = rank(INDEX, Wishes(), None, limit=limit)
    second = rank(INDEX, Wishes(), None, limit=limit, exclude=frozenset(ids(first)))
    assert not set(ids(first)) & set(ids(second))
