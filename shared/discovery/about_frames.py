"""Answers about frames that the shopper points at: price and stock, fit, a comparison, or why one is not shown."""

from collections import Counter
from collections.abc import Sequence

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.filters import hard_filters
from shared.discovery.fit import FaceSize
from shared.discovery.matching import WEIGHTS, meets
from shared.discovery.ranking import Ranked, Shortlist, rank_again
from shared.discovery.replies import NOT_LEADING, Voice
from shared.discovery.scene import Scene
from shared.discovery.texts import Texts, shown_title
from shared.discovery.why_not import WhyNot, told, why_not
from shared.discovery.wishes import Wish, Wishes

MOST_COMPARED = 5
MOST_REASONS = 3
_ENDS = {  # what is asked for -> the fact, and 1 for the least of it, -1 for the most
    "fit.light": ("weight", 1),
    "fit.narrow": ("width", 1),
    "fit.small": ("width", 1),
    "fit.wide": ("width", -1),
    "fit.large": ("width", -1),
    "price.cheaper": ("price", 1),
    "price.cheapest": ("price", 1),
    "price.affordable": ("price", 1),
    "price.dearer": ("price", -1),
}
FIT_TERMS = ("widthFit", "lensCentres")  # told first when it is asked how a frame fits
LEAST_DIFFERENCE = 1.0  # mm or g; a smaller one is none


def assessed(products: Sequence[Product], wishes: Wishes, scene: Scene) -> tuple[list[Ranked], tuple[str, ...]]:
    """The products with scores, reasons and fit whatever wish they fail, in the order given; and the codes of the
    hard wishes that some of them fail."""
    index = CatalogueIndex.of(products)
    width = FaceSize.of(scene.face, wishes).width
    failed = tuple(one.code for one in hard_filters(index, wishes, width) if not one.mask.all())
    ranking = rank_again(
        products,
        wishes,
        scene.face,
        Shortlist((), failed),
        limit=len(products),
        texts=scene.voice.texts,
        bearings=scene.bearings,
        one_per_model=False,
    )
    by_id = {ranked.product_id: ranked for ranked in ranking.items}
    return [by_id[product.product_id] for product in products], failed


def stock_told(products: Sequence[Product], voice: Voice) -> str:
    """Price and availability as stored."""
    return " ".join(
        voice.say_from(
            "stock", product.availability, title=_title(product), price=_price(product, voice), size=product.size_mark
        )
        for product in products
    )


def lacking(product: Product, wishes: Wishes, voice: Voice) -> str:
    """What was asked for along with a frame and it has not; empty where it has all."""
    index = CatalogueIndex.of([product])
    missing = [w.value for w in wishes.items if w.polarity == "wanted" and not meets(index, w.slot, w.value)[0]]
    return str(voice.texts.data["lacking"]).format(values=voice.texts.listed(missing)) if missing else ""


def explained(product: Product, ranked: Ranked, voice: Voice) -> str:
    """How a frame sits, then what else speaks for it, the strongest first."""
    fit_first = sorted(ranked.reasons, key=lambda reason: reason.term not in FIT_TERMS)
    telling = [reason.text for reason in fit_first if reason.term not in NOT_LEADING]
    said = [reason for reason in dict.fromkeys(telling) if reason][:MOST_REASONS]
    facts = {
        "title": _title(product),
        "price": _price(product, voice),
        "size": product.size_mark,
        "width": f"{product.frame_width:.0f}",
    }
    first = voice.say_from("explained", "known" if ranked.fit and ranked.fit.words else "plain", **facts)
    return " ".join([first, *said])


def compared(products: Sequence[Product], ranked: Sequence[Ranked], asked: Wishes, voice: Voice) -> str:
    """Of each frame what tells it from the others, as stored. First the one that is asked for ("which is lighter?"),
    else last the one that comes first by what was wished for."""
    texts = voice.texts
    if extreme := _extreme(products, asked, voice):
        return " ".join([extreme, *_told_apart(products, texts)])
    best = max(range(len(products)), key=lambda place: (ranked[place].score, -place))
    first = voice.say_from("compared", "first", title=_title(products[best]))
    return " ".join([*_told_apart(products, texts), first])


def _extreme(products: Sequence[Product], asked: Wishes, voice: Voice) -> str:
    """ "The lightest is …", empty where no end of a scale is asked for or a figure is missing."""
    relative = asked.price.relative if asked.price else None
    ends = [*(f"fit.{value}" for value in asked.values("fit")), *([f"price.{relative}"] if relative else [])]
    for end in ends:
        fact, sign = _ENDS.get(end, ("", 1))
        figures = [_figure(fact, product) for product in products]
        if fact and None not in figures:
            best = min(zip(figures, products, strict=True), key=lambda pair: sign * (pair[0] or 0.0))[1]
            return voice.say_from("extremes", end, title=_title(best), value=_fact(fact, best, voice.texts))
    return ""


def _told_apart(products: Sequence[Product], texts: Texts) -> list[str]:
    facts = [name for name in texts.data["compared"]["facts"] if _differs(name, products, texts)]
    titles = Counter(_title(product) for product in products)
    each = [
        str(texts.data["compared"]["each"]).format(
            title=_title(product) if titles[_title(product)] == 1 else f"{_title(product)} ({product.size_mark})",
            facts=", ".join(
                str(texts.data["compared"]["facts"][name]).format(value=_fact(name, product, texts)) for name in facts
            ),
        )
        for product in products
    ]
    return each if facts else [str(texts.data["compared"]["same"])]


def missing_explained(product: Product, wishes: Wishes, scene: Scene) -> tuple[str, WhyNot]:
    """Why a frame is not among those shown last, and what would have to change."""
    shown = [p for p in scene.read(scene.last_shown) if p.availability == "in_stock"]
    answer = why_not(product, shown, wishes, scene.face, bearings=scene.bearings, texts=scene.voice.texts)
    filtered = any(obstacle.kind == "filter" for obstacle in answer.obstacles)
    key = "shown" if answer.shown else "ruled" if filtered else "behind" if answer.obstacles else "close"
    first = scene.voice.say_from("whyNotSaid", key, title=_title(product), price=_price(product, scene.voice))
    return " ".join([first, *told(answer.obstacles, scene.voice.texts)]), answer


def wishes_like(product: Product) -> Wishes:
    """What makes another frame like this one: kind, shape, material, rim and colour; none of it is a must but the
    kind."""
    facts = {
        "frameShape": product.frame_shape,
        "material": product.material,
        "rimType": product.rim_type,
        "colour": product.colour_family.casefold(),
    }
    known = {slot: value for slot, value in facts.items() if slot in WEIGHTS["wishes"]}
    kind = Wish(slot="category", value=product.category, hard=True)
    return Wishes(
        items=(kind, *(Wish.model_validate({"slot": slot, "value": value}) for slot, value in known.items()))
    )


def _differs(name: str, products: Sequence[Product], texts: Texts) -> bool:
    """False where a fact is the same for all, or unknown for one."""
    values = [_fact(name, product, texts) for product in products]
    if None in values or len(set(values)) == 1:
        return False
    numbers = [number for product in products if (number := _number(name, product)) is not None]
    return not numbers or max(numbers) - min(numbers) >= LEAST_DIFFERENCE


def _number(name: str, product: Product) -> float | None:
    return {"width": product.frame_width, "weight": product.weight_g}.get(name)


def _figure(name: str, product: Product) -> float | None:
    return float(product.price) if name == "price" else _number(name, product)


def _fact(name: str, product: Product, texts: Texts) -> str | None:
    facts = {
        "price": texts.price(product.price, product.currency),
        "width": f"{product.frame_width:.0f}",
        "weight": None if product.weight_g is None else f"{product.weight_g:.0f}",
        "material": texts.label(product.material),
        "shape": texts.label(product.frame_shape),
        "size": product.size_mark,
    }
    return facts[name]


def _title(product: Product) -> str:
    return shown_title(product.title)


def _price(product: Product, voice: Voice) -> str:
    return voice.texts.price(product.price, product.currency)
