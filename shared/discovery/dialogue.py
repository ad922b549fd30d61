"""One turn of the conversation: understand, look, re-read, answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median_low

import numpy as np

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery import replies
from shared.discovery.asking import narrowing
from shared.discovery.filters import NEAR, only_further, strictly_admitted
from shared.discovery.fit import FaceSize
from shared.discovery.lexicon import Lexicon
from shared.discovery.ranking import Ranked, Ranking, Shortlist, rank_again, shortlist
from shared.discovery.replies import Voice
from shared.discovery.texts import Texts
from shared.discovery.understanding import Context, Understanding, understand
from shared.discovery.wishes import PriceWish, Wishes
from shared.faces.result import FaceResult
from shared.shopper.conversation import Message

Read = Callable[[Sequence[str]], list[Product]]
SHOWN, SPARE = 4, 4  # spare products step in for those that sold out since the index was built
LEAST_NEAR = 3  # fewer frames near the face's width are no choice: then others come in
CENT = Decimal("0.01")
SPOKEN = frozenset(
    {"medical", "person", "service", "lensSafety", "complaint", "help", "thanks", "farewell", "greeting"}
)
HANDING_OVER = frozenset({"person", "service", "complaintAgain", "unclearAgain", "emptyShop"})
OTHERS = frozenset({"more", "affirm", "deny"})
MOST_SUGGESTIONS = 4


@dataclass(frozen=True)
class Turn:
    """`products` are freshly read and stand in the order of `ranked`; `wishes` are all wishes after this turn."""

    reply: str
    ranked: tuple[Ranked, ...]
    products: tuple[Product, ...]
    wishes: Wishes
    suggestions: tuple[str, ...]
    handover: bool
    intent: str
    relaxed: tuple[str, ...]
    understood: bool


@dataclass(frozen=True)
class _Scene:
    """What stands around a message."""

    history: Sequence[Message]
    face: FaceResult | None
    index: CatalogueIndex
    read: Read
    voice: Voice

    @property
    def answers(self) -> list[Message]:
        return [message for message in self.history if message.role == "assistant"]

    @property
    def shown(self) -> frozenset[str]:
        return frozenset(id for message in self.answers for id in message.product_ids)

    @property
    def last_shown(self) -> tuple[str, ...]:
        return next((m.product_ids for m in reversed(self.answers) if m.product_ids), ())

    @property
    def asked(self) -> list[str]:
        """Slots asked about before: nobody is asked twice."""
        said = " ".join(message.text for message in self.answers)
        questions = self.voice.texts.data["questions"].items()
        return [slot for slot, question in questions if any(text in said for text in question["ask"])]

    def before(self, intent: str) -> bool:
        """True when the last answer had this intent."""
        return bool(self.answers) and self.answers[-1].intent == intent


def converse(
    message: str,
    *,
    wishes: Wishes,
    history: Sequence[Message],
    face: FaceResult | None,
    index: CatalogueIndex,
    read: Read,
    language: str = "en",
) -> Turn:
    """Answers any text. `history` is oldest first; `read` fetches products fresh from the store by id.

    Every fact in the reply comes from what `read` returned: what is gone, sold out or past a hard wish since the
    index was built is left out. Raises only what `read` raises.
    """
    texts, lexicon = Texts.load(language), Lexicon.load(language)
    answers = [m for m in history if m.role == "assistant"]
    scene = _Scene(history, face, index, read, Voice(texts, len(answers), answers[-1].text if answers else ""))
    heard = understand(message, lexicon, Context(wishes, index.coded["brand"].values))
    spoken = _spoken_key(heard, wishes, scene)
    return _spoken(spoken, heard, wishes, scene) if spoken else _shown(heard, wishes, scene)


def _spoken_key(heard: Understanding, wishes: Wishes, scene: _Scene) -> str | None:
    """The text that answers without frames; None when frames are to be shown."""
    if heard.intent in ("unclear", "complaint") and scene.before(heard.intent):
        return f"{heard.intent}Again"
    if heard.intent in SPOKEN or heard.intent in ("unclear", "reset"):
        return heard.intent
    if not (scene.index.coded["availability"].grades({"in_stock": 1.0}) > 0).any():
        return "emptyShop"
    return "faceFitUnknown" if heard.intent == "faceFit" and not _face_known(wishes, scene) else None


def _face_known(wishes: Wishes, scene: _Scene) -> bool:
    return scene.face is not None or wishes.face_shape is not None or FaceSize.of(None, wishes) != FaceSize()


def _spoken(key: str, heard: Understanding, wishes: Wishes, scene: _Scene) -> Turn:
    keys = scene.voice.texts.data["suggestionsFor"][key]
    return Turn(
        reply=scene.voice.say(key),
        ranked=(),
        products=(),
        wishes=Wishes() if key == "reset" else wishes,
        suggestions=tuple(scene.voice.texts.data["suggestions"][name] for name in keys),
        handover=key in HANDING_OVER,
        intent=heard.intent,
        relaxed=(),
        understood=heard.understood,
    )


def _shown(heard: Understanding, old: Wishes, scene: _Scene) -> Turn:
    excluded = scene.shown if heard.intent in OTHERS else frozenset()
    compared = heard.wishes.price.relative if heard.wishes.price else None
    heard = replace(heard, wishes=_resolved(heard.wishes, scene))
    wishes = heard.applied_to(old)
    compares = compared in ("cheaper", "dearer")
    found = _look(wishes, excluded, scene, least=1 if compares else LEAST_NEAR)
    end = None
    if compares and found.relaxed:  # no other wish is given up for a comparison
        before = wishes.model_copy(update={"price": old.price})
        as_before = _look(before, excluded, scene, least=LEAST_NEAR)
        if given_up := set(found.relaxed) - set(as_before.relaxed):
            end = f"{compared}{'Near' if given_up == {NEAR} else ''}"
            wishes, found = before, as_before
    ranking, products = _fresh(found, wishes, scene)
    if not products:
        return _empty_handed(heard, wishes, bool(excluded), scene)
    first = scene.voice.say_from("atTheEnd", end) if end else _first_sentence(heard, wishes, ranking, products, scene)
    return _with_frames(heard, wishes, ranking, products, first, scene)


def _look(wishes: Wishes, excluded: frozenset[str], scene: _Scene, least: int) -> Shortlist:
    return shortlist(scene.index, wishes, scene.face, limit=SHOWN + SPARE, least=least, exclude=excluded)


def _fresh(found: Shortlist, wishes: Wishes, scene: _Scene) -> tuple[Ranking, tuple[Product, ...]]:
    """The shortlist as the store has its products now, ranked, and those products in that order."""
    read = {product.product_id: product for product in scene.read(found.product_ids)} if found.product_ids else {}
    texts = scene.voice.texts
    ranking = rank_again(list(read.values()), wishes, scene.face, found, limit=SHOWN, texts=texts)
    return ranking, tuple(read[ranked.product_id] for ranked in ranking.items)


def _resolved(said: Wishes, scene: _Scene) -> Wishes:
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


def _empty_handed(heard: Understanding, wishes: Wishes, seen_all: bool, scene: _Scene) -> Turn:
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
    scene: _Scene,
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
    )


def _covered(products: Sequence[Product], wishes: Wishes) -> list[str]:
    return [slot for slot in replies.QUALITIES if replies.shared_values(products, wishes, slot)]


def _just_said(unmet: str, said: Wishes) -> bool:
    slot, _, values = unmet.partition(":")
    return bool({*values.split("|")} & {*said.values(slot)})


def _first_sentence(
    heard: Understanding, wishes: Wishes, ranking: Ranking, products: tuple[Product, ...], scene: _Scene
) -> str:
    """What the shopper should know first: a thing no record says, a wish that gave way, or simply what is here."""
    voice, currency = scene.voice, products[0].currency
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
    key = {"more": "openingMore", "faceFit": "faceFitKnown"}.get(heard.intent, "opening")
    return replies.opening(products, wishes, voice, key=key)
