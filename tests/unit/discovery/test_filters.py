from decimal import Decimal

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.filters import Admission, admitted, only_further, strictly_admitted
from shared.discovery.wishes import PriceWish, SizeRange, SizeWish, Wish, Wishes
from shared.faces.measurement import Length
from tests.unit.discovery.frames import frame, sun


def passed(products: list[Product], wishes: Wishes, excluded: frozenset[str] = frozenset()) -> set[str]:
    index = CatalogueIndex.of(products)
    return ids(index, admitted(index, wishes, None, excluded, nearest=4))


def ids(index: CatalogueIndex, admission: Admission) -> set[str]:
    return {id for id, ok in zip(index.product_ids, admission.mask, strict=True) if ok}


def hard(slot: str, value: str, polarity: str = "wanted") -> Wish:
    return Wish.model_validate({"slot": slot, "value": value, "polarity": polarity, "hard": True})


def test_what_is_not_in_stock_is_never_shown():
    stock = [frame("a", availability="out_of_stock"), frame("b", availability="preorder"), frame("c")]
    assert passed(stock, Wishes()) == {"c"}


def test_a_category_never_gives_way():
    assert passed([frame("a")], Wishes(items=(hard("category", "sunglasses"),))) == set()


def test_exclusions_and_the_ceiling_hold():
    stock = [
        frame("a", price=Decimal(90)),
        frame("b", price=Decimal(90), material="metal"),
        frame("c", price=Decimal(300)),
    ]
    wishes = Wishes(items=(hard("material", "metal", "unwanted"),), price=PriceWish(max=Decimal(100)))
    assert passed(stock, wishes) == {"a"}


def test_the_softest_gives_way_first_and_is_named():
    index = CatalogueIndex.of([frame("a", styles=("bold",), colour_family="gold")])
    wishes = Wishes(items=(hard("style", "classic"), hard("colour", "gold")))
    admission = admitted(index, wishes, None, frozenset(), nearest=4)
    assert ids(index, admission) == {"a"}
    assert admission.relaxed == ("style:classic",)


def test_only_what_must_gives_way():
    index = CatalogueIndex.of([frame("a", colour_family="gold", styles=("bold",), frame_shape="square")])
    wishes = Wishes(
        items=(
            hard("style", "bold"),
            hard("frameShape", "round"),
            hard("colour", "black"),
            hard("use", "office", "unwanted"),
        )
    )
    assert admitted(index, wishes, None, frozenset(), nearest=4).relaxed == ("frameShape:round", "colour:black")


def test_a_price_ceiling_and_an_exclusion_never_give_way():
    stock = [frame(str(price), price=Decimal(price)) for price in range(100, 200, 10)]
    assert passed(stock, Wishes(price=PriceWish(max=Decimal(50)))) == set()
    assert passed(stock, Wishes(items=(hard("colour", "black", "unwanted"),))) == set()


def test_a_ceiling_at_the_very_price_lets_it_in():
    assert passed([frame("a", price=Decimal("99.90"))], Wishes(price=PriceWish(max=Decimal("99.90")))) == {"a"}


def test_category_4_is_never_for_driving_even_when_nothing_else_is_left():
    driving = Wishes(items=(Wish(slot="use", value="driving"),))
    assert passed([frame("a", lens=sun(4))], driving) == set()
    assert passed([frame("a", lens=sun(3))], driving) == {"a"}


def test_nothing_tinted_is_for_driving_at_night():
    night = Wishes(items=(hard("use", "night-driving"),))
    assert passed([frame("a", lens=sun(1, tau=60.0)), frame("b")], night) == {"b"}


def test_children_are_asked_for():
    stock = [frame("a", age_group="kids"), frame("b")]
    assert passed(stock, Wishes()) == {"b"}
    assert passed(stock, Wishes(items=(hard("ageGroup", "kids"),))) == {"a"}
    assert passed([frame("b")], Wishes(items=(hard("ageGroup", "kids"),))) == set()


def test_leaving_out_a_product_leaves_out_its_model():
    stock = [frame("a", model_id="m"), frame("b", model_id="m"), frame("c")]
    assert passed(stock, Wishes(), frozenset({"a", "unknown"})) == {"c"}


def test_a_hard_size_filters_and_a_soft_one_does_not():
    stock = [frame("a", frame_width=130.0), frame("b", frame_width=145.0)]
    limit = SizeRange(max_mm=138, hard=True)
    assert passed(stock, Wishes(size=SizeWish(frame_width=limit))) == {"a"}
    assert passed(stock, Wishes(size=SizeWish(frame_width=limit.model_copy(update={"hard": False})))) == {"a", "b"}


def test_a_price_in_a_currency_the_shop_also_has_keeps_to_it():
    stock = [frame("a", currency="EUR"), frame("b", currency="USD")]
    assert passed(stock, Wishes(price=PriceWish(max=Decimal(200), currency="USD"))) == {"b"}
    assert passed(stock, Wishes(price=PriceWish(max=Decimal(200), currency="GBP"))) == {"a", "b"}


NARROW = Length(125, 6)
WIDTHS = [frame(str(width), frame_width=float(width)) for width in (118, 126, 133, 143, 150)]


def near(wishes: Wishes, stock: list[Product] = WIDTHS, least: int = 1) -> tuple[set[str], tuple[str, ...]]:
    index = CatalogueIndex.of(stock)
    admission = admitted(index, wishes, NARROW, frozenset(), nearest=4, least=least)
    return ids(index, admission), admission.relaxed


def test_frames_near_the_faces_width_alone_are_shown():
    assert near(Wishes()) == ({"118", "126", "133"}, ())


def test_too_few_near_let_the_nearest_others_in():
    assert near(Wishes(), least=4) == ({"118", "126", "133", "143"}, ("fit.width",))
    assert near(Wishes(), WIDTHS[:3], least=4) == ({"118", "126", "133"}, ())


def test_the_width_gives_way_before_any_wish():
    stock = [frame("wide", frame_width=150.0, styles=("bold",)), frame("near", frame_width=125.0)]
    assert near(Wishes(items=(hard("style", "bold"),)), stock) == ({"wide"}, ("fit.width",))


def test_what_was_asked_for_goes_before_what_was_measured():
    fit = {
        value: Wishes(items=(Wish.model_validate({"slot": "fit", "value": value}),)) for value in ("wide", "narrow")
    }
    assert near(fit["wide"])[0] == {"118", "126", "133", "143", "150"}
    assert near(fit["narrow"])[0] == {"118", "126", "133"}
    stated = Wishes(size=SizeWish(frame_width=SizeRange(min_mm=146, max_mm=152)))
    assert "150" in near(stated)[0]


def test_freshly_read_frames_are_held_to_the_width_unless_it_gave_way():
    index = CatalogueIndex.of(WIDTHS)
    assert strictly_admitted(index, Wishes(), NARROW, ()).sum() == 3
    assert strictly_admitted(index, Wishes(), NARROW, ("fit.width",)).all()


def test_a_wish_met_only_far_from_the_width_is_known():
    index = CatalogueIndex.of([frame("a", frame_width=150.0, colour_family="gold"), frame("b", frame_width=125.0)])
    assert only_further(index, Wishes(), NARROW, "colour:gold|silver")
    assert not only_further(index, Wishes(), NARROW, "colour:red")
    assert not only_further(index, Wishes(), None, "colour:gold")
