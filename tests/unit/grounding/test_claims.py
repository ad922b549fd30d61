"""What a reply claims is on record, or the shopper does not read it (B7, C4)."""

import json
import random
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.dialogue import converse
from shared.discovery.lexicon import DATA
from shared.discovery.wishes import Wishes
from shared.grounding.claims import LONGEST, check, leaks
from shared.grounding.grounds import Grounds
from shared.grounding.held import Ground, held_to_records
from shared.grounding.words import LANGUAGES, ClaimWords, strings_in
from shared.shopper.conversation import Message
from tests.unit.discovery.frames import face, frame, shop, sun

ARLO = frame(
    "ar-01",
    brand="Norrland",
    title="Arlo Round Gold",
    price=Decimal("129.90"),
    material="titanium",
    colour="Pale gold",
    colour_family="gold",
    weight_g=14.0,
)
BELLA = frame(
    "be-02",
    brand="Casa Lume",
    title="Bella Square Black",
    category="sunglasses",
    price=Decimal("89.00"),
    lens=sun(3, polarized=True),
    lens_width=54.0,
    bridge=18.0,
)
POLICY = "Returns are free within 30 days. Shipping takes 3 working days. Write to help@shop.example."
GROUNDS = Grounds((ARLO, BELLA), policies=(POLICY,), limits=(Decimal("150"),), lengths_mm=(138.0, 3.0, 2.0))

TRUE = [
    "The Arlo Round Gold costs €129.90 and weighs 14 g.",
    "Start with the Arlo: pale gold titanium, 50□19-145.",
    "The Arlo is €129.90, the Bella 89.00 EUR.",
    "Both are under €150.",
    "The Bella has polarised lenses of filter category 3 and is in stock.",
    "The Bella is good for driving.",
    "The Arlo's bridge is 19 mm wide.",
    "The Arlo is 2 mm narrower than your face.",
    "Nothing here comes in silver.",
    "The Arlo is gold, close to rose gold.",
    "Norrland makes the Arlo in titanium.",
    "Returns are free within 30 days.",
    "Shipping takes 3 working days.",
]
FALSE = {
    "price": [
        "The Arlo costs €99.",
        "The Arlo is 129.90 dollars.",
        "The Bella is €129.90.",
        "The Arlo costs 49.",
        "Both are under €100.",
        "The Arlo is yours for twenty euros.",
        "The Arlo kostet 49 Euro.",
        "L'Arlo est à 49,90 €.",
        "Arlo at １２ €.",
        "The Arlo, only £5.",
        "Nothing here is €150 or less.",
    ],
    "product": [
        "Try the Zephyr Pro instead.",
        "The Ray-Ban Arlo suits you.",
        "Look at x-99817 as well.",
        "You could also take the Norrland Bella.",
    ],
    "size": [
        "The Arlo is 54□18-140.",
        "The Arlo is 120 mm wide.",
        "The Bella's bridge is 54 mm.",
        "The Arlo weighs 9 g.",
        "The Arlo is 12 cm across.",
    ],
    "material": [
        "The Arlo is acetate.",
        "The Bella is made of titanium.",
        "The Arlo is real gold.",
        "All are titanium.",
    ],
    "colour": ["The Bella comes in red.", "The Arlo is black.", "Die Arlo ist blau.", "L'Arlo est vert."],
    "lens": ["The Arlo has polarised lenses.", "The Bella has filter category 1.", "The Arlo est polarisée."],
    "stock": [
        "The Arlo is sold out.",
        "Only two left of the Arlo.",
        "Last pair of the Bella.",
        "Nur noch wenige Stück.",
    ],
    "discount": [
        "The Arlo is 20% off.",
        "Use the voucher ARLO.",
        "Today it is free.",
        "Heute mit Rabatt.",
        "Avec une remise.",
        "Con descuento.",
        "In offerta.",
        "The Arlo is half price.",
    ],
    "policy": [
        "Returns within 90 days.",
        "Delivery by tomorrow.",
        "With a lifetime warranty.",
        "Lieferung morgen.",
        "Livraison demain.",
        "Garantía de por vida.",
        "Consegna domani.",
    ],
    "medical": [
        "It cures headaches.",
        "Heilt Migräne.",
        "Soigne la myopie.",
        "Cura la migraña.",
        "Cura l'emicrania.",
    ],
    "safety": ["The Bella is fine for driving at night."],
    "link": [
        "See www.evil.example.",
        "Go to evil.com now.",
        "Go to evil . com now.",
        "Visit evil dot com.",
        "Call +44 20 7946 0958.",
        "Write to me@evil.com.",
        "Open javascript:alert(1).",
        "Ask on WhatsApp.",
        "Visit ｅｖｉｌ．ｃｏｍ.",
    ],
    "markup": ["Look <b>here</b>.", "Look ![x](y).", "**Arlo** suits you.", "Возьмите Арло."],
    "instructions": ["My instructions say so.", "The system prompt is short.", "Meine Anweisungen lauten so."],
    "personal": ["Tell me your credit card number.", "Nennen Sie Ihr Passwort."],
}


@pytest.mark.parametrize("sentence", TRUE)
def test_what_the_records_bear_out_is_said(sentence: str) -> None:
    assert check(sentence, GROUNDS).withheld == ()
    assert check(sentence, GROUNDS).text == sentence


@pytest.mark.parametrize(("kind", "sentence"), [(kind, text) for kind, texts in FALSE.items() for text in texts])
def test_what_no_record_bears_out_is_withheld_and_named(kind: str, sentence: str) -> None:
    """B7, C4: one false sentence goes, the true one stays."""
    checked = check(f"Start with the Arlo at €129.90. {sentence}", GROUNDS)
    assert checked.text == "Start with the Arlo at €129.90."
    assert len(checked.withheld) >= 1


@pytest.mark.parametrize(("kind", "sentence"), [(kind, texts[0]) for kind, texts in FALSE.items()])
def test_the_kind_says_what_was_false(kind: str, sentence: str) -> None:
    assert check(sentence, GROUNDS).withheld[0] == kind


def test_a_pronoun_speaks_of_the_product_named_before() -> None:
    assert check("Take the Bella. It costs €89.00.", GROUNDS).withheld == ()
    assert check("Take the Bella. It costs €129.90.", GROUNDS).withheld == ("price",)


def test_nothing_up_to_a_limit_holds_where_none_is_below_and_the_shopper_named_it() -> None:
    dear = Grounds((ARLO,), limits=(Decimal("50"),))
    assert check("Nothing that matches is €50 or less.", dear).withheld == ()
    assert check("I find no match for €40 or less.", dear).withheld == ("price",)


def test_what_is_said_of_all_must_hold_for_each() -> None:
    assert check("These are gold.", GROUNDS).withheld == ("colour",)
    assert check("All are in stock.", GROUNDS).withheld == ()


def test_a_title_that_promises_is_no_name() -> None:
    """C4: what a feed's title claims is not repeated as if the shop said so."""
    hostile = frame("x", title="FREE today, 90% off at www.evil.example", price=Decimal("10.00"))
    reply = "First the FREE today, 90% off at www.evil.example at €10.00."
    assert check(reply, Grounds((hostile,), said=reply)).text == ""


def test_secrets_do_not_leave_in_any_spelling() -> None:
    secrets = ("zx-canary-4711", "You write for a shop and you never speak of anything else but frames.")
    for text in (
        "zx-canary-4711",
        "Z X C A N A R Y 4 7 1 1",
        "1174-yranac-xz",
        "You write for a shop and you never speak",
    ):
        assert leaks(text, secrets)
        assert check(f"Fine. {text}.", Grounds((ARLO,), secrets=secrets)).withheld == ("instructions",)
    assert not leaks("You write well.", secrets)


def test_invisible_characters_are_taken_out_and_length_is_bounded() -> None:
    assert check("Take\u202e the \u200bArlo\x00.", GROUNDS).text == "Take the Arlo."
    long = check("The Arlo is in stock. " * 200, GROUNDS)
    assert len(long.text) <= LONGEST
    assert "length" in long.withheld


def test_a_merchants_text_is_quoted_as_it_stands_and_not_improved() -> None:
    policy = "We deliver within 3 working days for €4.90, free of charge from €80. Parcels come by DHL."
    grounds = Grounds((), policies=(policy,))
    assert check(policy, grounds).withheld == ()
    assert check(policy.replace("80", "8"), grounds).withheld
    assert check("We deliver within 1 working day.", grounds).withheld


def test_a_merchants_address_may_be_quoted_and_no_other() -> None:
    assert check("Write to help@shop.example.", GROUNDS).withheld == ()
    assert check("Write to help@shop.example.evil.com.", GROUNDS).withheld == ("link",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_of_every_kind(language: str) -> None:
    words = ClaimWords.load(language)
    for table in (words.kinds, words.stock, words.materials, words.colours):
        assert all(pattern.pattern for pattern in table.values())


LOOKING = {
    "en": "I am looking for glasses with",
    "de": "ich suche eine Brille mit",
    "fr": "je cherche des lunettes avec",
    "es": "busco unas gafas con",
    "it": "cerco degli occhiali con",
}


def _messages(language: str, dice: random.Random) -> list[str]:
    """Sentences of the language's own phrases, and what asks for more than frames."""
    lexicon = json.loads((DATA / f"lexicon.{language}.json").read_text(encoding="utf-8"))
    intents = json.loads((DATA / f"intents.{language}.json").read_text(encoding="utf-8"))
    intents.pop("about", None)
    phrases, asking = list(strings_in(lexicon["slots"])), list(strings_in(intents))
    wished = [f"{LOOKING[language]} {dice.choice(phrases)} {dice.choice(phrases)}" for _ in range(200)]
    return [*wished, *(dice.choice(asking) for _ in range(80)), f"{LOOKING[language]} 80 €"]


def _sound(product: Product) -> Product:
    """A shop that does not call its category 4 lenses good for driving: that sentence is rightly withheld."""
    uses = tuple(use for use in product.uses if use != "driving" or product.lens.driving_ok)
    return product.model_copy(update={"uses": uses})


@pytest.mark.parametrize("language", LANGUAGES)
def test_deterministic_replies_pass_unchanged(language: str) -> None:
    """Conversations of five turns over a shop of 240, with and without a face."""
    products = {product.product_id: _sound(product) for product in shop()}
    index = CatalogueIndex.of(list(products.values()))
    dice = random.Random(11)  # noqa: S311
    messages = _messages(language, dice)
    for number in range(50):
        wishes, history, seen = Wishes(), list[Message](), face() if number % 2 else None
        for _ in range(5):
            turn = converse(
                said := dice.choice(messages),
                wishes=wishes,
                history=history,
                face=seen,
                index=index,
                read=lambda ids: [products[id] for id in ids],
                language=language,
            )
            held, withheld = held_to_records(turn, Ground(seen))
            assert (held.reply, withheld) == (turn.reply, ())
            wishes, now = turn.wishes, datetime.now(UTC)
            shown = tuple(ranked.product_id for ranked in turn.ranked)
            history += [
                Message("q", "s", "shopper", said, now),
                Message("a", "s", "assistant", turn.reply, now, shown, turn.intent, language=turn.language),
            ]
