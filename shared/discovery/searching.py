"""Frames found for what was said: the best that are in stock now, what had to give way, and one question back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median_low

import numpy as np

from shared.catalogue.index import Floats
from shared.catalogue.product import Product
from shared.discovery import about_frames, in_words, replies
from shared.discovery.asking import narrowing
from shared.discovery.filters import NEAR, only_further, strictly_admitted
from shared.discovery.fit import FaceSize
from shared.discovery.language import is_foreign
from shared.discovery.ranking import Ranking, Shortlist
from shared.discovery.scene import Scene
from shared.discovery.texts import shown_title
from shared.discovery.turn import Turn
from shared.discovery.understanding import Understanding
from shared.discovery.wishes import SINGLE, PriceWish, SizeRange, SizeWish, Wishes, merged

LEAST_NEAR = 3  # fewer frames near the face's width are no choice: then others come in
CENT = Decimal("0.01")
SHARES = {"cheapest": 0.1, "affordable": 1 / 3, "cheaper": 1 / 3, "dearer": 2 / 3, "premium": 2 / 3}  # of the prices
OTHERS = frozenset({"more", "dislike", "affirm", "deny"})
MOST_SUGGESTIONS = 4
LOOSENED = ("ageGroup", "price", "colour", "frameShape", "material", "brand", "size")  # what may be let go of
_Middle = Callable[[list[Decimal]], Decimal]


def like(anchor: str, heard: Understanding, wishes: Wishes, scene: Scene) -> Turn:
    """Others like one frame; what the message says beside it ("but lighter", "cheaper") stands above the likeness."""
    products = scene.read_now([anchor])
    if not products:
        return in_words.spoken("whichFrame", heard, wishes, scene)
    alike = about_frames.wishes_like(products[0])
    kept = [wish.slot for wish in wishes.items if wish.polarity == "wanted"]  # what the shopper named holds
    said = merged(alike.without(slots=kept), heard.wishes, stance="correct")
    if heard.wishes.price and heard.wishes.price.relative in ("cheaper", "dearer"):
        down = heard.wishes.price.relative == "cheaper"
        step = PriceWish(max=products[0].price - CENT) if down else PriceWish(min=products[0].price + CENT)
        said = said.model_copy(update={"price": step.model_copy(update={"relative": heard.wishes.price.relative})})
    if limits := _limits_beside(products[0], heard.wishes):
        said = said.model_copy(update={"size": (said.size or SizeWish()).model_copy(update=limits)})
    return found(replace(heard, wishes=said, intent="alike", stance="correct"), wishes, scene, "", beside=products[0])


def _limits_beside(anchor: Product, said: Wishes) -> dict[str, object]:
    """ "But lighter", "but wider": beyond the anchor's own weight or width."""
    fits, limits = said.values("fit"), dict[str, object]()
    if "light" in fits and anchor.weight_g is not None and anchor.weight_g > 1:
        limits["max_weight_g"] = anchor.weight_g - 1
    if {"narrow", "small"} & set(fits):
        limits["frame_width"] = SizeRange(max_mm=anchor.frame_width - 1, hard=True)
    elif {"wide", "large"} & set(fits):
        limits["frame_width"] = SizeRange(min_mm=anchor.frame_width + 1, hard=True)
    return limits


def found(heard: Understanding, old: Wishes, scene: Scene, message: str, beside: Product | None = None) -> Turn:
    """`beside`: others like this one are looked for."""
    excluded = scene.shown if heard.intent in OTHERS else frozenset({beside.product_id} if beside else ())
    compared = heard.wishes.price.relative if heard.wishes.price else None
    end = None
    if compared in ("cheaper", "dearer"):
        heard, wishes, listed, end = _compared(heard, old, scene, excluded, fixed=beside is not None)
    else:
        heard = heard if beside else replace(heard, wishes=_resolved(heard.wishes, old, scene))
        wishes = heard.applied_to(old)
        listed = scene.shortlist(wishes, excluded, least=LEAST_NEAR)
    ranking, products = _fresh(listed, wishes, scene)
    if not products:
        return _empty_handed(heard, wishes, bool(excluded), scene)
    first = (
        scene.voice.say_from("atTheEnd", end)
        if end
        else _first_sentence(message, heard, wishes, ranking, products, scene)
    )
    return _with_frames(heard, wishes, ranking, products, first, scene)


def _compared(
    heard: Understanding, old: Wishes, scene: Scene, excluded: frozenset[str], *, fixed: bool
) -> tuple[Understanding, Wishes, Shortlist, str | None]:
    """What lies beyond the middle of the prices shown last, or else beyond that of the first pick; no other wish is
    given up for it. At the end of both it is as before, and the key of the text that says so. `fixed`: the message's
    wishes have their price already."""
    compared = heard.wishes.price.relative if heard.wishes.price else None
    given_up: set[str] = set()
    for middle in (median_low, _of_the_first):
        said = heard if fixed else replace(heard, wishes=_resolved(heard.wishes, old, scene, middle))
        wishes = said.applied_to(old)
        before = wishes.model_copy(update={"price": old.price})
        listed = scene.shortlist(_firm(wishes), excluded, least=1)
        if listed.product_ids and not listed.relaxed:
            return said, wishes, listed, None
        as_before = scene.shortlist(before, excluded, least=LEAST_NEAR)
        given_up = set(listed.relaxed) - set(as_before.relaxed)
        if listed.product_ids and not given_up:
            return said, wishes, listed, None
    return said, before, as_before, f"{compared}{'Near' if given_up == {NEAR} else ''}"


def _of_the_first(prices: Sequence[Decimal]) -> Decimal:
    return prices[0]


def _firm(wishes: Wishes) -> Wishes:
    """ "Cheaper" asks for the same at another price: of what a frame has one of, nothing else is looked at."""
    items = (w.model_copy(update={"hard": True}) if w.slot in SINGLE else w for w in wishes.items)
    return wishes.model_copy(update={"items": tuple(items)})


def _fresh(listed: Shortlist, wishes: Wishes, scene: Scene) -> tuple[Ranking, tuple[Product, ...]]:
    """The shortlist as the store has its products now, ranked, and those products in that order."""
    read = {product.product_id: product for product in scene.read_now(listed.product_ids)}
    ranking = scene.ranked(list(read.values()), wishes, listed)
    return ranking, tuple(read[ranked.product_id] for ranked in ranking.items)


def _resolved(said: Wishes, old: Wishes, scene: Scene, middle: _Middle = median_low) -> Wishes:
    """ "Cheaper" is below the middle of the prices shown last; "affordable" is the lower third of what the shop has
    of the kind, as is "cheaper" before anything was shown."""
    price = said.price
    if price is None or price.relative is None:
        return said
    shown = scene.read_now(scene.last_shown) if price.relative in ("cheaper", "dearer") else []
    prices = _prices_of_the_kind(said, old, scene)
    if shown:
        amount = middle([product.price for product in shown])
        bound = PriceWish(max=amount - CENT) if price.relative == "cheaper" else PriceWish(min=amount + CENT)
    elif len(prices):
        amount = Decimal(f"{np.quantile(prices, SHARES[price.relative]):.2f}")
        upper = price.relative in ("dearer", "premium")
        bound = PriceWish(min=amount, around=True) if upper else PriceWish(max=amount, around=True)
    else:
        return said.model_copy(update={"price": None})
    return said.model_copy(update={"price": bound.model_copy(update={"relative": price.relative})})


def _prices_of_the_kind(said: Wishes, old: Wishes, scene: Scene) -> Floats:
    """Of what is in stock in the categories wished for, or of all."""
    kinds = said.values("category") or old.values("category")
    rows = scene.index.coded["availability"].grades({"in_stock": 1.0}) > 0
    if kinds:
        rows = rows & (scene.index.coded["category"].grades(dict.fromkeys(kinds, 1.0)) > 0)
    prices: Floats = scene.index.numbers["price"][rows]
    return prices


def _empty_handed(heard: Understanding, wishes: Wishes, seen_all: bool, scene: Scene) -> Turn:
    """Nothing passes what never gives way: what stands in the way is named, and where the next prices begin."""
    texts = scene.voice.texts
    loosened = [slot for slot in LOOSENED if _states(wishes, slot)]
    reply = scene.voice.say("noMore" if seen_all else "nothing")
    first: tuple[str, ...] = ()
    nearest: Product | None = None
    if not seen_all and (nearest := _above_the_ceiling(wishes, scene)):
        price = wishes.price.max if wishes.price else None
        reply = _nothing_under(nearest, price or nearest.price, scene)
        first = (str(texts.data["questions"]["price"]["reply"]).format(price=texts.next_round(nearest)),)
    keys = [*loosened, "reset", "person"]
    named = (texts.data["suggestions"][key] for key in keys)
    return Turn(
        reply=reply,
        ranked=(),
        products=(),
        wishes=wishes,
        suggestions=(*first, *named)[:MOST_SUGGESTIONS],
        handover=False,
        intent=heard.intent,
        relaxed=(),
        understood=heard.understood,
        dismissed=tuple(scene.visit.dismissed),
        named=(nearest,) if nearest else (),
    )


def _above_the_ceiling(wishes: Wishes, scene: Scene) -> Product | None:
    """The least expensive frame in stock that meets all but the price."""
    if not wishes.price or wishes.price.max is None or wishes.price.around:
        return None
    priceless = wishes.model_copy(update={"price": None})
    width = FaceSize.of(scene.face, wishes).width
    rows = np.flatnonzero(strictly_admitted(scene.index, priceless, width, (NEAR,)))
    if not len(rows):
        return None
    cheapest = rows[np.lexsort((scene.index.id_order[rows], scene.index.numbers["price"][rows]))[:1]]
    read = scene.read_now([scene.index.product_ids[int(row)] for row in cheapest])
    return next((product for product in read if product.availability == "in_stock"), None)


def _nothing_under(nearest: Product, ceiling: Decimal, scene: Scene) -> str:
    texts = scene.voice.texts
    return scene.voice.say(
        "nothingUnder",
        ceiling=texts.price(ceiling, nearest.currency),
        title=shown_title(nearest.title),
        price=texts.price(nearest.price, nearest.currency),
    )


def _states(wishes: Wishes, slot: str) -> bool:
    stated = {"price": wishes.price, "size": wishes.size}
    return stated[slot] is not None if slot in stated else bool(wishes.of(slot))


def _with_frames(
    heard: Understanding,
    wishes: Wishes,
    ranking: Ranking,
    products: tuple[Product, ...],
    first: str,
    scene: Scene,
) -> Turn:
    voice, texts = scene.voice, scene.voice.texts
    mask = strictly_admitted(scene.index, wishes, FaceSize.of(scene.face, wishes).width, ranking.relaxed)
    question = None if heard.no_facts else narrowing(scene.index, mask, wishes, scene.asked, texts)
    said = [
        first,
        replies.lead(ranking.items[0], products[0], _covered(products, wishes), voice),
        voice.ask(question.slot) if question else "",
    ]
    always = (texts.data["suggestions"]["more"], texts.data["suggestions"]["cheaper"])
    suggestions = (question.answers if question else ()) + always
    return Turn(
        reply=" ".join(sentence for sentence in said if sentence),
        ranked=tuple(ranking.items),
        products=products,
        wishes=wishes,
        suggestions=suggestions[:MOST_SUGGESTIONS],
        handover=False,
        intent=heard.intent,
        relaxed=tuple(ranking.relaxed),
        understood=heard.understood,
        asked=question.slot if question else None,
        dismissed=tuple(scene.visit.dismissed),
    )


def _covered(products: Sequence[Product], wishes: Wishes) -> list[str]:
    return [slot for slot in replies.QUALITIES if replies.shared_values(products, wishes, slot)]


def _just_said(unmet: str, said: Wishes) -> bool:
    slot, _, values = unmet.partition(":")
    return bool({*values.split("|")} & {*said.values(slot)})


def _first_sentence(
    message: str, heard: Understanding, wishes: Wishes, ranking: Ranking, products: tuple[Product, ...], scene: Scene
) -> str:
    """What the shopper should know first: a thing no record says, a wish that gave way, or simply what is here."""
    voice, currency = scene.voice, products[0].currency
    if heard.intent == "unclear" and is_foreign(message):
        return voice.say("foreign")
    if heard.no_facts:
        return voice.say("noFact", topic=heard.no_facts[0])
    if ranking.relaxed:
        others = heard.intent in OTHERS and bool(scene.shown)
        return replies.conceded(ranking, wishes, currency, voice, others=others)
    stated = heard.wishes.price.currency if heard.wishes.price else None
    if stated and stated != currency:
        return voice.say("foreignCurrency", currency=currency)
    news = [code for code in ranking.unmet if _just_said(code, heard.wishes)]
    if news:
        width = FaceSize.of(scene.face, wishes).width
        return replies.missed(news, voice, further=only_further(scene.index, wishes, width, news[0]))
    if heard.intent == "deny":
        return voice.say("deny")
    keys = {"more": "openingMore", "dislike": "openingMore", "faceFit": "faceFitKnown", "alike": "alikeOpening"}
    key = keys.get(heard.intent, "opening")
    return replies.opening(products, wishes, voice, key=key)
