import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shared.discovery.lexicon import DATA, Lexicon
from shared.discovery.understanding import Context, Understanding, understand
from shared.discovery.wishes import Wishes

EXAMPLES = json.loads((Path(__file__).parent / "messages.de.json").read_text(encoding="utf-8"))
TEXTS = json.loads((DATA / "texts.de.json").read_text(encoding="utf-8"))
ENGLISH = json.loads((DATA / "texts.en.json").read_text(encoding="utf-8"))
VALUES = json.loads((DATA / "lexicon.de.json").read_text(encoding="utf-8"))["slots"]


def heard(message: str, wishes: Wishes | None = None, *, frames_shown: bool = False) -> Understanding:
    context = Context(wishes or Wishes(), ("Norrland", "Casa Lume"), frames_shown)
    return understand(message, Lexicon.load("de"), context)


def written(wishes: Wishes) -> set[str]:
    return {f"{'-' * (w.polarity == 'unwanted')}{w.slot}:{w.value}{'!' * w.hard}" for w in wishes.items}


@pytest.mark.parametrize(("message", "expected"), EXAMPLES)
def test_a_message_in_a_german_shoppers_own_words_gives_its_wishes(message: str, expected: list[str]):
    said = written(heard(message).wishes)
    assert said >= set(expected)
    assert not {wish for wish in said - set(expected) if wish.endswith("!")}, "a hard wish nobody stated"


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("moin", "greeting"),
        ("Guten Abend!", "greeting"),
        ("Vielen lieben Dank", "thanks"),
        ("tschüss und schönen Tag noch", "farewell"),
        ("ich möchte mit einem echten Menschen sprechen", "person"),
        ("kann mich jemand zurückrufen?", "person"),
        ("kann ich sie zurückschicken, wenn sie nicht passt?", "returns"),
        ("wie lange dauert der Versand nach Österreich?", "delivery"),
        ("Wie putze ich die Gläser am besten?", "care"),
        ("wie lange hab ich Garantie?", "warranty"),
        ("mir ist ein Bügel abgebrochen", "warranty"),
        ("kann ich auf Rechnung kaufen?", "payment"),
        ("gibts einen Rabattcode?", "payment"),
        ("wo bleibt meine Bestellung", "order"),
        ("wann habt ihr samstags offen?", "store"),
        ("darf ich mit Kategorie 4 Auto fahren?", "lensSafety"),
        ("ist die Sonnenbrille zum Autofahren geeignet?", "lensSafety"),
        ("welche Brille passt zu meinem Gesicht?", "faceFit"),
        ("mir tun nach einer Stunde die Augen weh", "medical"),
        ("ich sehe plötzlich alles doppelt", "medical"),
        ("das ist doch Quatsch, du verstehst mich nicht", "complaint"),
        ("hab ich doch schon gesagt", "complaint"),
        ("nochmal von vorne bitte", "reset"),
        ("zeig mir noch was anderes", "more"),
        ("die gefallen mir alle nicht", "dislike"),
        ("überrasch mich", "browse"),
        ("kannst du mir helfen?", "help"),
        ("keine Ahnung", "deny"),
        ("ja gerne", "affirm"),
        ("rund und gold", "find"),
        ("qwxz vrrt", "unclear"),
    ],
)
def test_a_german_message_has_the_intent_a_shop_assistant_would_hear(message: str, intent: str):
    assert heard(message).intent == intent


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("vergleich mal die ersten beiden", "compare"),
        ("was ist der Unterschied zwischen der ersten und der zweiten?", "compare"),
        ("warum gerade diese?", "explainFit"),
        ("passt mir die überhaupt?", "explainFit"),
        ("warum zeigst du mir die Fjord nicht?", "whyNot"),
        ("ist die noch auf Lager?", "stock"),
        ("was kostet die zweite?", "stock"),
    ],
)
def test_a_question_about_frames_shown_is_heard_as_one(message: str, intent: str):
    assert heard(message, frames_shown=True).intent == intent


@pytest.mark.parametrize(
    ("message", "least", "most"),
    [
        ("unter 150 Euro", None, "150"),
        ("höchstens 99,90 €", None, "99.90"),
        ("nicht mehr als 1.200 Euro", None, "1200"),
        ("bis hundertfünfzig", None, "150"),
        ("max. 80", None, "80"),
        ("mein Budget liegt bei 200€", None, "200"),
        ("zwischen 80 und 120 Euro", "80", "120"),
        ("von 100 bis 150 Euro", "100", "150"),
        ("ab 200 Euro", "200", None),
        ("so um die 100 Euro", "80", "120"),
        ("mindestens 50 €", "50", None),
        ("100 Euro höchstens", None, "100"),
        ("für weniger als zweihundert Euro", None, "200"),
        ("ich will nicht mehr als 120 Euro zahlen", None, "120"),
        ("nicht teurer als 90", None, "90"),
    ],
)
def test_german_prices(message: str, least: str | None, most: str | None):
    price = heard(f"Brille {message}").wishes.price
    assert price is not None
    assert (price.min, price.max) == (least and Decimal(least), most and Decimal(most))


@pytest.mark.parametrize(
    ("message", "relative"),
    [
        ("geht das auch günstiger?", "cheaper"),
        ("die sind mir zu teuer", "cheaper"),
        ("hast du was Billigeres", "cheaper"),
        ("günstige Brille", "affordable"),
        ("nicht so teuer bitte", "affordable"),
        ("etwas Hochwertigeres", "dearer"),
        ("darf ruhig was kosten", "premium"),
    ],
)
def test_german_prices_by_comparison(message: str, relative: str):
    price = heard(message).wishes.price
    assert price is not None
    assert price.relative == relative


@pytest.mark.parametrize(
    ("message", "name", "inside"),
    [
        ("52□18-140", "lens_width", 52),
        ("Fassungsbreite höchstens 138 mm", "frame_width", 137),
        ("Bügellänge 145", "temple", 145),
        ("Stegbreite 18 mm", "bridge", 18),
        ("Glasbreite 50 mm", "lens_width", 50),
        ("etwa 140 mm breit", "frame_width", 140),
    ],
)
def test_german_sizes(message: str, name: str, inside: float):
    size = heard(message).wishes.size
    assert size is not None
    wished = getattr(size, name)
    assert (wished.min_mm or 0) <= inside <= (wished.max_mm or 999)


def test_own_measures_are_not_a_frames():
    size = heard("meine PD ist 63 und mein Gesicht ist 140 mm breit").wishes.size
    assert size is not None
    assert (size.own_pupillary_distance_mm, size.own_face_width_mm) == (63, 140)


@pytest.mark.parametrize(
    ("message", "shape"),
    [
        ("ich hab ein rundes Gesicht", "round"),
        ("mein Gesicht ist eher länglich", "oblong"),
        ("für herzförmige Gesichter", "heart"),
        ("eckige Gesichtsform", "square"),
        ("mein Gesicht ist ziemlich oval", "oval"),
    ],
)
def test_a_face_shape_in_german_is_not_a_frame_shape(message: str, shape: str):
    said = heard(message)
    assert said.wishes.face_shape == shape
    assert not said.wishes.of("frameShape")


def test_no_at_the_beginning_corrects():
    said = heard("nein, lieber gold")
    assert said.stance == "correct"
    assert written(said.wishes) == {"colour:gold"}


def test_no_need_takes_a_wish_back_without_excluding_it():
    old = heard("polarisierte Sonnenbrille").wishes
    assert written(heard("muss nicht polarisiert sein", old).applied_to(old)) == {"category:sunglasses!"}


@pytest.mark.parametrize("message", ["polarisiert muss nicht sein", "polarisiert brauche ich doch nicht"])
def test_no_need_said_after_what_is_not_needed_takes_it_back_too(message: str):
    old = heard("polarisierte Sonnenbrille").wishes
    assert written(heard(message, old).applied_to(old)) == {"category:sunglasses!"}


def test_also_adds_to_what_was_wished_for():
    old = heard("schwarze Brille").wishes
    assert {"colour:black", "colour:blue"} <= written(heard("oder auch blau", old).applied_to(old))


@pytest.mark.parametrize(("slot", "said"), TEXTS["suggestions"].items())
def test_every_suggestion_is_understood(slot: str, said: str):
    understood = heard(said)
    assert understood.understood
    if slot != "ageGroup" and (slot in VALUES or slot in ("price", "brand", "size")):
        assert understood.cleared == (slot,)


@pytest.mark.parametrize("slot", [slot for slot in TEXTS["questions"] if slot != "price"])
def test_every_quick_reply_says_its_value(slot: str):
    question = TEXTS["questions"][slot]
    for value in VALUES[slot]:
        said = question.get("replies", {}).get(value) or question.get("reply", "{value}").format(
            value=TEXTS["labels"].get(value, value)
        )
        assert value in heard(said).wishes.values(slot), said


def test_the_quick_reply_on_price_is_understood():
    price = TEXTS["money"]["EUR"].format(amount=150)
    assert heard(TEXTS["questions"]["price"]["reply"].format(price=price)).wishes.price.max == 150


def test_every_text_has_the_places_of_the_english_one():
    german = dict(_texts(TEXTS))
    for path, text in _texts(ENGLISH):
        assert path in german, path
        assert _places(german[path]) == _places(text), path


def test_no_text_exclaims():
    assert not [text for _, text in _texts(TEXTS) if "!" in text]


def _texts(node: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    if isinstance(node, str):
        return [(path, node)]
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    return [found for name, inner in pairs for found in _texts(inner, (*path, str(name)))]


def _places(text: str) -> set[str]:
    """Without regard to a capital: a language may need none, or one where English has none."""
    return {name.lower() for name in re.findall(r"\{(\w+)\}", text)}
