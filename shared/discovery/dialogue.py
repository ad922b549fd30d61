"""One turn of the conversation: understand, look, re-read, answer."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median_low

import numpy as np

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery import about_frames, replies
from shared.discovery.asking import narrowing
from shared.discovery.filters import NEAR, only_further, strictly_admitted
from shared.discovery.fit import FaceSize
from shared.discovery.language import DEFAULT, is_foreign, language_of
from shared.discovery.lexicon import Lexicon
from shared.discovery.named import named
from shared.discovery.ranking import Ranking, Shortlist
from shared.discovery.replies import Voice
from shared.discovery.scene import Read, Scene, Visit
from shared.discovery.taste import Likings
from shared.discovery.terms import Bearings
from shared.discovery.texts import Texts, shown_title
from shared.discovery.tuning import Tuning
from shared.discovery.turn import Turn
from shared.discovery.understanding import (
    ABOUT_FRAMES,
    TOPICS,
    Context,
    Understanding,
    understand,
)
from shared.discovery.wishes import PriceWish, Wishes, merged
from shared.faces.result import FaceResult
from shared.shopper.conversation import Message

LEAST_NEAR = 3  # fewer frames near the face's width are no choice: then others come in
CENT = Decimal("0.01")
SPOKEN = frozenset({"medical", "person", "lensSafety", "complaint", "help", "thanks", "farewell", "greeting"})
HANDING_OVER = frozenset({"person", "service", "complaintAgain", "unclearAgain", "emptyShop"})
OTHERS = frozenset({"more", "dislike", "affirm", "deny"})
MOST_SUGGESTIONS = 4


def converse(
    message: str,
    *,
    wishes: Wishes,
    history: Sequence[Message],
    face: FaceResult | None,
    index: CatalogueIndex,
    read: Read,
    language: str = DEFAULT,
    visit: Visit | None = None,
    tuning: Tuning | None = None,
) -> Turn:
    """Answers any text. `history` is oldest first; `read` fetches products fresh from the store by id; `language` is
    the session's, until the shopper writes in another.

    Every fact in the reply comes from what `read` returned: what is gone, sold out or past a hard wish since the
    index was built is left out. Raises only what `read` raises.
    """
    answers = [m for m in history if m.role == "assistant"]
    spoken = language_of(message, answers[-1].language or language if answers else language)
    texts, lexicon = Texts.load(spoken), Lexicon.load(spoken)
    visit = visit or Visit()
    scene = Scene(
        history=history,
        face=face,
        index=index,
        read=read,
        voice=Voice(texts, len(answers), answers[-1].text if answers else ""),
        lexicon=lexicon,
        bearings=Bearings(tuning or Tuning(), Likings.of(index, visit.liked, visit.dismissed)),
        visit=visit,
    )
    context = Context(wishes, index.coded["brand"].values, shown=bool(scene.last_shown))
    heard = understand(message, lexicon, context)
    return replace(
        _answered(message, heard, wishes, scene),
        language=spoken,
        unknown_words=heard.unknown_words,
        no_facts=heard.no_facts,
    )


def _answered(message: str, heard: Understanding, wishes: Wishes, scene: Scene) -> Turn:
    frames = scene.pointed(heard.pointed)
    if not frames and (heard.unknown_words or heard.intent in ABOUT_FRAMES or heard.intent == "unclear"):
        frames = named(message, scene.index, heard.wishes, scene.lexicon, scene.last_list)
    scene = _without_rejected(heard, scene)
    if heard.rejected and heard.intent == "unclear":
        heard = replace(heard, intent="more")
    if frames and heard.alike:
        return _like(frames[0], heard, wishes, scene)
    asked = heard.intent in ABOUT_FRAMES or (frames and not heard.about_frames and heard.intent in _BARE)
    if asked and (turn := _about(frames, heard, wishes, scene)):
        return turn
    spoken = _spoken_key(message, heard, wishes, scene)
    return _spoken(spoken, heard, wishes, scene) if spoken else _shown(heard, wishes, scene, message)


_BARE = frozenset({"unclear", "find", "refine", "thanks", "affirm"})  # a frame is named and nothing is asked of it


def _without_rejected(heard: Understanding, scene: Scene) -> Scene:
    """With what this message turns down among the dismissed: frames pointed at, or all that were shown last."""
    rejected = scene.last_shown if heard.intent == "dislike" else ()
    rejected += scene.pointed(heard.rejected)
    dismissed = tuple(dict.fromkeys((*scene.visit.dismissed, *rejected)))
    return replace(scene, visit=replace(scene.visit, dismissed=dismissed))


def _about(frames: Sequence[str], heard: Understanding, wishes: Wishes, scene: Scene) -> Turn | None:
    """About frames named or pointed at, else those shown last; None where there is nothing to speak of. A question
    changes no wish."""
    if heard.intent == "compare":
        chosen = frames if len(frames) > 1 else scene.last_list
        products = _read_in_order(chosen[: about_frames.MOST_COMPARED], scene)
        if len(products) < 2:
            return None
        ranked, _ = about_frames.assessed(products, wishes, scene)
        return _on_frames(about_frames.compared(products, ranked, scene.voice), products, heard, wishes, scene)
    products = _read_in_order(frames or scene.last_shown[:1], scene)
    if not products:
        return None
    if heard.intent == "whyNot":
        if not frames:
            return _spoken("whichFrame", heard, wishes, scene)
        said, _ = about_frames.missing_explained(products[0], wishes, scene)
        return _on_frames(said, products[:1], heard, wishes, scene)
    if heard.intent == "explainFit":
        ranked, _ = about_frames.assessed(products[:1], wishes, scene)
        return _on_frames(
            about_frames.explained(products[0], ranked[0], scene.voice), products[:1], heard, wishes, scene
        )
    return _on_frames(about_frames.stock_told(products, scene.voice), products, heard, wishes, scene)


def _read_in_order(ids: Sequence[str], scene: Scene) -> list[Product]:
    return scene.read(ids) if ids else []


def _on_frames(reply: str, products: Sequence[Product], heard: Understanding, wishes: Wishes, scene: Scene) -> Turn:
    """An answer that shows the frames it speaks of, whatever wish they fail."""
    ranked, failed = about_frames.assessed(products, wishes, scene)
    numbered = tuple(replace(one, rank=place) for place, one in enumerate(ranked, 1))
    texts = scene.voice.texts.data
    return Turn(
        reply=reply,
        ranked=numbered,
        products=tuple(products),
        wishes=wishes,
        suggestions=tuple(texts["suggestions"][name] for name in texts["suggestionsFor"]["aboutFrames"]),
        handover=False,
        intent=heard.intent if heard.intent in ABOUT_FRAMES else "stock",
        relaxed=failed,
        understood=True,
        dismissed=tuple(scene.visit.dismissed),
    )


def _like(anchor: str, heard: Understanding, wishes: Wishes, scene: Scene) -> Turn:
    """Others like one frame; what the message says beside it ("but lighter", "cheaper") stands above the likeness."""
    products = _read_in_order([anchor], scene)
    if not products:
        return _spoken("whichFrame", heard, wishes, scene)
    alike = about_frames.wishes_like(products[0])
    said = merged(alike, heard.wishes, stance="correct")
    if heard.wishes.price and heard.wishes.price.relative in ("cheaper", "dearer"):
        down = heard.wishes.price.relative == "cheaper"
        step = PriceWish(max=products[0].price - CENT) if down else PriceWish(min=products[0].price + CENT)
        said = said.model_copy(update={"price": step.model_copy(update={"relative": heard.wishes.price.relative})})
    return _shown(
        replace(heard, wishes=said, intent="alike", stance="correct"), wishes, scene, "", beside=products[0]
    )


def _spoken_key(message: str, heard: Understanding, wishes: Wishes, scene: Scene) -> str | None:
    """The text that answers without frames; None when frames are to be shown."""
    if heard.intent in TOPICS:
        return _topic_key(heard.intent, scene)
    if heard.intent == "unclear" and is_foreign(message) and len(scene.index):
        return None
    if heard.intent in ("unclear", "complaint") and scene.before(heard.intent):
        return f"{heard.intent}Again"
    if heard.intent in SPOKEN or heard.intent in ("unclear", "reset"):
        return heard.intent
    if not (scene.index.coded["availability"].grades({"in_stock": 1.0}) > 0).any():
        return "emptyShop"
    return "faceFitUnknown" if heard.intent == "faceFit" and not _face_known(wishes, scene) else None


def _topic_key(topic: str, scene: Scene) -> str:
    """The merchant's own text; without one our own on care, and a person for all else. An order is a person's."""
    if topic != "order" and _policy(topic, scene):
        return "policy"
    return "care" if topic == "care" else "service"


def _policy(topic: str, scene: Scene) -> str:
    """In the language spoken, else in any that the merchant has: a policy is not ours to translate."""
    policies = scene.visit.policies
    for language in (scene.lexicon.language, DEFAULT, *sorted(policies)):
        if text := policies.get(language, {}).get(topic):
            return shown_title(text)
    return ""


def _face_known(wishes: Wishes, scene: Scene) -> bool:
    return scene.face is not None or wishes.face_shape is not None or FaceSize.of(None, wishes) != FaceSize()


def _spoken(key: str, heard: Understanding, wishes: Wishes, scene: Scene) -> Turn:
    keys = scene.voice.texts.data["suggestionsFor"][key]
    return Turn(
        reply=_policy(heard.intent, scene) if key == "policy" else scene.voice.say(key),
        ranked=(),
        products=(),
        wishes=Wishes() if key == "reset" else wishes,
        suggestions=tuple(scene.voice.texts.data["suggestions"][name] for name in keys),
        handover=key in HANDING_OVER,
        intent=heard.intent,
        relaxed=(),
        understood=heard.understood,
        dismissed=tuple(scene.visit.dismissed),
    )


def _shown(heard: Understanding, old: Wishes, scene: Scene, message: str, beside: Product | None = None) -> Turn:
    """`beside`: others like this one are looked for."""
    excluded = scene.shown if heard.intent in OTHERS else frozenset({beside.product_id} if beside else ())
    compared = heard.wishes.price.relative if heard.wishes.price else None
    heard = replace(heard, wishes=heard.wishes if beside else _resolved(heard.wishes, scene))
    wishes = heard.applied_to(old)
    compares = compared in ("cheaper", "dearer")
    found = scene.shortlist(wishes, excluded, least=1 if compares else LEAST_NEAR)
    end = None
    if compares and found.relaxed:  # no other wish is given up for a comparison
        before = wishes.model_copy(update={"price": old.price})
        as_before = scene.shortlist(before, excluded, least=LEAST_NEAR)
        if given_up := set(found.relaxed) - set(as_before.relaxed):
            end = f"{compared}{'Near' if given_up == {NEAR} else ''}"
            wishes, found = before, as_before
    ranking, products = _fresh(found, wishes, scene)
    if not products:
        return _empty_handed(heard, wishes, bool(excluded), scene)
    first = (
        scene.voice.say_from("atTheEnd", end)
        if end
        else _first_sentence(message, heard, wishes, ranking, products, scene)
    )
    return _with_frames(heard, wishes, ranking, products, first, scene)


def _fresh(found: Shortlist, wishes: Wishes, scene: Scene) -> tuple[Ranking, tuple[Product, ...]]:
    """The shortlist as the store has its products now, ranked, and those products in that order."""
    read = {product.product_id: product for product in scene.read(found.product_ids)} if found.product_ids else {}
    ranking = scene.ranked(list(read.values()), wishes, found)
    return ranking, tuple(read[ranked.product_id] for ranked in ranking.items)


def _resolved(said: Wishes, scene: Scene) -> Wishes:
    """ "Cheaper" is below the middle of the prices shown last; "affordable" is the shop's lower third, as is
    "cheaper" before anything was shown."""
    price = said.price
    if price is None or price.relative is None:
        return said
    down = price.relative in ("cheaper", "affordable")
    shown = scene.read(scene.last_shown) if price.relative in ("cheaper", "dearer") and scene.last_shown else []
    if shown:
        middle = median_low(product.price for product in shown)
        bound = PriceWish(max=middle - CENT) if down else PriceWish(min=middle + CENT)
    elif len(scene.index):
        amount = Decimal(f"{np.quantile(scene.index.numbers['price'], 1 / 3 if down else 2 / 3):.2f}")
        bound = PriceWish(max=amount, around=True) if down else PriceWish(min=amount, around=True)
    else:
        bound = None
    resolved = bound.model_copy(update={"relative": price.relative}) if bound else None
    return said.model_copy(update={"price": resolved})


def _empty_handed(heard: Understanding, wishes: Wishes, seen_all: bool, scene: Scene) -> Turn:
    texts = scene.voice.texts
    loosened = [
        slot for slot in ("price", "colour", "frameShape", "material", "brand", "size") if _states(wishes, slot)
    ]
    keys = [*loosened, "reset", "person"][:MOST_SUGGESTIONS]
    return Turn(
        reply=scene.voice.say("noMore" if seen_all else "nothing"),
        ranked=(),
        products=(),
        wishes=wishes,
        suggestions=tuple(texts.data["suggestions"][key] for key in keys),
        handover=False,
        intent=heard.intent,
        relaxed=(),
        understood=heard.understood,
        dismissed=tuple(scene.visit.dismissed),
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
