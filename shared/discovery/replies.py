"""Two or three sentences about the frames shown, each from fresh records."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.filters import NEAR
from shared.discovery.fit import Fit
from shared.discovery.matching import has
from shared.discovery.ranking import Ranked, Ranking
from shared.discovery.texts import Texts, shown_title
from shared.discovery.wishes import Wishes

# what no shopper needs to hear first: it holds for all that are shown, or is the shop's own matter
QUALITIES = ("colour", "lens", "use")  # named at once when all that are shown have them
NOT_LEADING = frozenset({"category", "ageGroup", "gender", "price", "boost"})
LEADING_LAST = frozenset({"popularity"})  # what others like says least about this shopper


@dataclass(frozen=True)
class Voice:
    """How many replies there were, and the last of them: enough never to say the same twice in a row."""

    texts: Texts
    turn: int
    just_said: str

    def say(self, key: str, **facts: object) -> str:
        return self.texts.say(self.texts.data["replies"][key], self.turn, self.just_said, **facts)

    def say_from(self, group: str, key: str, **facts: object) -> str:
        return self.texts.say(self.texts.data[group][key], self.turn, self.just_said, **facts)

    def ask(self, slot: str) -> str:
        return self.texts.say(self.texts.data["questions"][slot]["ask"], self.turn, self.just_said)


def opening(products: Sequence[Product], wishes: Wishes, voice: Voice, *, key: str) -> str:
    """How many of what kind; only qualities that every one of them has."""
    texts = voice.texts
    categories = {product.category for product in products}
    kinds = texts.data["kinds"][categories.pop() if len(categories) == 1 else "mixed"]
    qualities = _qualities(products, wishes, texts)
    if len(products) == 1:
        return voice.say(f"{key}One", kind=kinds[0], qualities=qualities)
    count = str(texts.data["count"][len(products)])
    return voice.say(key, count=count, Count=count.capitalize(), kind=kinds[1], qualities=qualities)


def _qualities(products: Sequence[Product], wishes: Wishes, texts: Texts) -> str:
    said = "".join(
        texts.data["qualities"][slot].format(values=texts.listed(values))
        for slot in QUALITIES
        if (values := shared_values(products, wishes, slot))
    )
    price = wishes.price
    if price and not price.relative and price.max is not None and not price.around:
        said += texts.data["qualities"]["price"].format(price=texts.price(price.max, products[0].currency))
    return said


def shared_values(products: Sequence[Product], wishes: Wishes, slot: str) -> list[str]:
    """The wanted values of a slot that all the products have."""
    wanted = wishes.values(slot)
    index = CatalogueIndex.of(products if wanted else ())
    return [value for value in wanted if has(index, slot, value).all()]


def lead(ranked: Ranked, product: Product, covered: Sequence[str], voice: Voice) -> str:
    """The first pick with its price as stored and its best reason not said yet; that it is far from the face's width
    is not kept back."""
    title, price = shown_title(product.title), voice.texts.price(product.price, product.currency)
    unsaid = [reason for reason in ranked.reasons if reason.term not in NOT_LEADING | set(covered)]
    if not unsaid:
        return voice.say("leadPlain", title=title, price=price)
    best = min(unsaid, key=lambda reason: (not reason.recommends, reason.term in LEADING_LAST))
    text = best.text if best.term == "widthFit" else _with_misfit(best.text, ranked.fit, voice.texts)
    return voice.say("lead", title=title, price=price, reason=text[:1].lower() + text[1:])


def _with_misfit(reason: str, fit: Fit | None, texts: Texts) -> str:
    if fit is None or fit.near or fit.width_difference_mm is None:
        return reason
    side = "wider" if fit.width_difference_mm > 0 else "narrower"
    return str(texts.data["though"][side].format(reason=reason[:-1], mm=f"{abs(fit.width_difference_mm):.0f}"))


def conceded(ranking: Ranking, wishes: Wishes, currency: str, voice: Voice, *, others: bool) -> str:
    """The hardest wish that had to give way, and the width when that did. `others`: some were shown before."""
    wished = [code for code in ranking.relaxed if code != NEAR]
    said = [_given_up(wished[-1], wishes, currency, voice)] if wished else []
    if NEAR in ranking.relaxed:
        some = any(ranked.fit and ranked.fit.near for ranked in ranking.items)
        said.append(voice.say_from("further", f"{'few' if some else 'none'}{'Else' if others else ''}"))
    return " ".join(said)


def _given_up(code: str, wishes: Wishes, currency: str, voice: Voice) -> str:
    slot, _, rest = code.partition(":")
    texts = voice.texts
    if code == "price.min" and wishes.price and wishes.price.min is not None:
        return voice.say_from("relaxed", code, floor=texts.price(wishes.price.min, currency))
    if slot.startswith("size"):
        return voice.say_from("relaxed", "size")
    return voice.say_from("relaxed", texts.data["grammar"][slot], value=texts.either(rest.split("|")))


def missed(unmet: Sequence[str], voice: Voice, *, further: bool = False) -> str:
    """The first wish that none of the shown frames meets. `further`: frames that do are not near the face's width."""
    slot, _, values = unmet[0].partition(":")
    return voice.say_from(
        "unmetNear" if further else "unmet",
        voice.texts.data["grammar"][slot],
        value=voice.texts.either(values.split("|")),
    )
