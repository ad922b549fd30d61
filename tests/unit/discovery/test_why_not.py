from decimal import Decimal

from shared.discovery.texts import Texts
from shared.discovery.why_not import changes, told, why_not
from shared.discovery.wishes import PriceWish, Wish, Wishes
from tests.unit.discovery.frames import face, frame

GOLD = Wish(slot="colour", value="gold")
SHOWN = [frame("a", colour_family="gold", frame_shape="round", popularity=0.9)]


def test_a_wish_that_rules_a_frame_out_is_named_and_its_change_lets_it_in():
    dear = frame("dear", colour_family="gold", price=Decimal(300))
    wishes = Wishes(items=(GOLD,), price=PriceWish(max=Decimal(200)))
    answer = why_not(dear, SHOWN, wishes, None)
    assert [obstacle.code for obstacle in answer.obstacles] == ["price.max"]
    assert answer.ranked is None
    assert "limit" in changes(answer.obstacles, Texts.load())[0]
    cheaper = dear.model_copy(update={"price": Decimal(150)})
    assert not [o for o in why_not(cheaper, SHOWN, wishes, None).obstacles if o.kind == "filter"]


def test_terms_that_lose_make_up_the_difference():
    other = frame("b", colour_family="black", popularity=0.2)
    answer = why_not(other, SHOWN, Wishes(items=(GOLD,)), None)
    assert answer.ranked is not None
    assert answer.to_beat is not None
    assert sum(obstacle.lost for obstacle in answer.obstacles) >= answer.to_beat - answer.ranked.score - 0.01
    assert answer.obstacles[0].code == "colour"
    assert "colour" in " ".join(told(answer.obstacles, Texts.load()))


def test_a_frame_on_the_list_is_said_to_be_there():
    assert why_not(SHOWN[0], SHOWN, Wishes(items=(GOLD,)), None).shown


def test_a_frame_in_whose_place_another_colour_is_shown_is_said_to_be():
    """B11: also where nothing else speaks against it."""
    shown = [frame("gold", colour_family="gold", model_id="m"), frame("dull", popularity=0.0)]
    for colour in ("gold", "black"):
        answer = why_not(frame("other", colour_family=colour, model_id="m"), shown, Wishes(items=(GOLD,)), None)
        assert (answer.shown, answer.obstacles[0].kind) == (False, "model")
        assert [o.code for o in answer.obstacles[1:]] == ([] if colour == "gold" else ["colour"])
        for language in ("en", "de", "fr", "es", "it"):
            assert changes(answer.obstacles, Texts.load(language))[0].endswith(".")


def test_a_frame_too_wide_for_the_face_is_said_to_be():
    wide = frame("wide", frame_width=165.0)
    codes = [o.code for o in why_not(wide, SHOWN, Wishes(), face(width_mm=125.0)).obstacles]
    assert codes == ["fit.width"]


def test_what_sold_out_is_said_to_have():
    gone = frame("gone", availability="out_of_stock")
    assert [o.code for o in why_not(gone, SHOWN, Wishes(), None).obstacles] == ["stock"]
