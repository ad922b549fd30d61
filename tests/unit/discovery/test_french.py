import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shared.discovery.lexicon import DATA, Lexicon
from shared.discovery.understanding import Context, Understanding, understand
from shared.discovery.wishes import Wishes

EXAMPLES = json.loads((Path(__file__).parent / "messages.fr.json").read_text(encoding="utf-8"))
TEXTS = json.loads((DATA / "texts.fr.json").read_text(encoding="utf-8"))
ENGLISH = json.loads((DATA / "texts.en.json").read_text(encoding="utf-8"))
VALUES = json.loads((DATA / "lexicon.fr.json").read_text(encoding="utf-8"))["slots"]


def heard(message: str, wishes: Wishes | None = None, *, frames_shown: bool = False) -> Understanding:
    context = Context(wishes or Wishes(), ("Norrland", "Casa Lume"), frames_shown)
    return understand(message, Lexicon.load("fr"), context)


def written(wishes: Wishes) -> set[str]:
    return {f"{'-' * (w.polarity == 'unwanted')}{w.slot}:{w.value}{'!' * w.hard}" for w in wishes.items}


@pytest.mark.parametrize(("message", "expected"), EXAMPLES)
def test_a_message_in_a_french_shoppers_own_words_gives_its_wishes(message: str, expected: list[str]):
    said = written(heard(message).wishes)
    assert said >= set(expected)
    assert not {wish for wish in said - set(expected) if wish.endswith("!")}, "a hard wish nobody stated"


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("slt", "greeting"),
        ("Bonsoir !", "greeting"),
        ("Merci bcp", "thanks"),
        ("c'est parfait", "thanks"),
        ("bonne journée, au revoir", "farewell"),
        ("ce sera tout", "farewell"),
        ("je voudrais parler à un vrai conseiller", "person"),
        ("quelqu'un peut me rappeler ?", "person"),
        ("je peux avoir quelqu'un au téléphone", "person"),
        ("je peux les renvoyer si elles me vont pas ?", "returns"),
        ("comment se faire rembourser", "returns"),
        ("vous livrez en Suisse ?", "delivery"),
        ("c'est combien les frais de port", "delivery"),
        ("je les reçois quand ?", "delivery"),
        ("comment nettoyer mes verres", "care"),
        ("mes verres sont rayés", "care"),
        ("elles sont garanties combien de temps ?", "warranty"),
        ("j'ai cassé une branche", "warranty"),
        ("on peut payer en plusieurs fois ?", "payment"),
        ("t'as un code promo", "payment"),
        ("c'est pris en charge par la mutuelle ?", "payment"),
        ("où en est ma commande", "order"),
        ("j'ai toujours rien reçu", "order"),
        ("vous êtes ouverts le dimanche ?", "store"),
        ("je voudrais prendre rdv", "store"),
        ("on peut conduire avec des catégorie 4 ?", "lensSafety"),
        ("c'est dangereux de conduire avec ces lunettes de soleil ?", "lensSafety"),
        ("qu'est-ce qui m'irait ?", "faceFit"),
        ("quelle forme pour mon visage", "faceFit"),
        ("quelle taille me faut-il ?", "faceFit"),
        ("j'ai mal aux yeux au bout d'une heure", "medical"),
        ("je vois double depuis ce matin", "medical"),
        ("vous comprenez rien", "complaint"),
        ("je l'ai déjà dit", "complaint"),
        ("c'est nul votre truc", "complaint"),
        ("on recommence à zéro", "reset"),
        ("montre m'en d'autres", "more"),
        ("vous avez quoi d'autre", "more"),
        ("elles me plaisent pas", "dislike"),
        ("bof, pas convaincue", "dislike"),
        ("surprenez-moi", "browse"),
        ("vous me conseillez quoi", "browse"),
        ("comment ça marche ?", "help"),
        ("tu peux m'aider ?", "help"),
        ("jsp", "deny"),
        ("peu importe", "deny"),
        ("oui volontiers", "affirm"),
        ("ok", "affirm"),
        ("rond et doré", "find"),
        ("qwxz vrrt", "unclear"),
    ],
)
def test_a_french_message_has_the_intent_a_shop_assistant_would_hear(message: str, intent: str):
    assert heard(message).intent == intent


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("compare les deux premières", "compare"),
        ("c'est quoi la différence entre la première et la deuxième ?", "compare"),
        ("laquelle est la plus légère ?", "compare"),
        ("pourquoi celle-ci ?", "explainFit"),
        ("est-ce qu'elles vont m'aller ?", "explainFit"),
        ("pourquoi vous ne me montrez pas la Fjord ?", "whyNot"),
        ("elle est encore dispo ?", "stock"),
        ("combien coûte la deuxième ?", "stock"),
    ],
)
def test_a_question_about_frames_shown_is_heard_as_one(message: str, intent: str):
    assert heard(message, frames_shown=True).intent == intent


@pytest.mark.parametrize(
    ("message", "least", "most"),
    [
        ("à moins de 150 euros", None, "150"),
        ("max 99,90 €", None, "99.90"),
        ("pas plus de 1.200 euros", None, "1200"),
        ("jusqu'à cent cinquante euros", None, "150"),
        ("80 euros maxi", None, "80"),
        ("mon budget est de 200€", None, "200"),
        ("entre 80 et 120 euros", "80", "120"),
        ("de 100 à 150 euros", "100", "150"),
        ("à partir de 200 euros", "200", None),
        ("dans les 100 euros", "80", "120"),
        ("autour de 100€", "80", "120"),
        ("au moins 50 €", "50", None),
        ("100 euros grand max", None, "100"),
        ("pour moins de deux cents euros", None, "200"),
        ("je ne veux pas mettre plus de 120 euros", None, "120"),
        ("pas plus cher que 90", None, "90"),
        ("une centaine d'euros maximum", None, "100"),
        ("sans dépasser 70 balles", None, "70"),
        ("sous les 60€", None, "60"),
        ("j'ai que 50 euros", None, "50"),
    ],
)
def test_french_prices(message: str, least: str | None, most: str | None):
    price = heard(f"lunettes {message}").wishes.price
    assert price is not None
    assert (price.min, price.max) == (least and Decimal(least), most and Decimal(most))


@pytest.mark.parametrize(
    ("message", "relative"),
    [
        ("vous avez moins cher ?", "cheaper"),
        ("c'est trop cher pour moi", "cheaper"),
        ("dans une gamme de prix plus abordable", "cheaper"),
        ("des lunettes pas chères", "affordable"),
        ("rien de trop cher svp", "affordable"),
        ("j'ai un petit budget", "affordable"),
        ("qui coûte pas un bras", "affordable"),
        ("un truc de meilleure qualité", "dearer"),
        ("du haut de gamme", "premium"),
    ],
)
def test_french_prices_by_comparison(message: str, relative: str):
    price = heard(message).wishes.price
    assert price is not None
    assert price.relative == relative


@pytest.mark.parametrize(
    ("message", "name", "inside"),
    [
        ("52□18-140", "lens_width", 52),
        ("largeur de la monture 138 mm maximum", "frame_width", 137),
        ("branches de 145", "temple", 145),
        ("pont de 18 mm", "bridge", 18),
        ("calibre 50", "lens_width", 50),
        ("environ 140 mm de large", "frame_width", 140),
        ("au moins 135 mm de large", "frame_width", 150),
        ("taille 52", "lens_width", 52),
    ],
)
def test_french_sizes(message: str, name: str, inside: float):
    size = heard(message).wishes.size
    assert size is not None
    wished = getattr(size, name)
    assert (wished.min_mm or 0) <= inside <= (wished.max_mm or 999)


def test_own_measures_are_not_a_frames():
    size = heard("mon écart pupillaire est de 63 et mon visage fait 140 mm de large").wishes.size
    assert size is not None
    assert (size.own_pupillary_distance_mm, size.own_face_width_mm) == (63, 140)


@pytest.mark.parametrize(
    ("message", "shape"),
    [
        ("j'ai le visage rond", "round"),
        ("mon visage est plutôt allongé", "oblong"),
        ("j'ai un visage en forme de cœur", "heart"),
        ("visage carré", "square"),
        ("ma tête est assez ovale", "oval"),
    ],
)
def test_a_face_shape_in_french_is_not_a_frame_shape(message: str, shape: str):
    said = heard(message)
    assert said.wishes.face_shape == shape
    assert not said.wishes.of("frameShape")


def test_no_at_the_beginning_corrects():
    said = heard("non, plutôt doré")
    assert said.stance == "correct"
    assert written(said.wishes) == {"colour:gold"}


def test_no_need_takes_a_wish_back_without_excluding_it():
    old = heard("lunettes de soleil polarisées").wishes
    assert written(heard("pas besoin qu'elles soient polarisées", old).applied_to(old)) == {"category:sunglasses!"}


def test_also_adds_to_what_was_wished_for():
    old = heard("monture noire").wishes
    assert {"colour:black", "colour:blue"} <= written(heard("ou aussi en bleu", old).applied_to(old))


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
    french = dict(_texts(TEXTS))
    for path, text in _texts(ENGLISH):
        assert path in french, path
        assert _places(french[path]) == _places(text), path


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
