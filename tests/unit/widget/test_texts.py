"""The widget's texts: the same in every language, in the voice of the house, and none that nobody reads."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.setup.node import WIDGET
from local.setup.places import ROOT
from shared.discovery.language import is_foreign, language_of, languages
from shared.shopper.collections import OF_A_SHOPPER, SESSIONS
from tests.unit.discovery.speaking import Speaking, written

Texts = dict[str, str]

PANEL = WIDGET / "src" / "panel"
OPENERS = ("chat.opener1", "chat.opener2", "chat.opener3")
PLURALS = {  # by CLDR, as Intl.PluralRules names them
    "en": {"one", "other"},
    "de": {"one", "other"},
    "fr": {"one", "many", "other"},
    "es": {"one", "many", "other"},
    "it": {"one", "many", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}
OF_ONE_NUMBER = {"zero", "one", "two"}  # may say it in a word; a French "one" is of 0 as well
FORBIDDEN = {
    "en": r"flaw|problem|\bcorrect\b|imperfect|flatter|perfect|stunning|gorgeous|beautiful",
    "de": r"makel|problem|korrigier|kaschier|unvorteilhaft|schmeichel|perfekt|umwerfend|wunderschön",
    "fr": r"défaut|problème|corrige|disgracieu|imperfection|flatte|parfait|sublime|magnifique",
    "es": r"defecto|problema|correg|corrige|imperfec|favorec|perfect|precios[oa]|guap[oa]",
    "it": r"difett|problema|corregg|imperfe|inestetism|valorizz|perfett|bellissim|splendid",
    "ar": r"عيب|عيوب|مشكلة|تصحيح|مثالي|رائع|جميل",
}
MOST_LIKE_ENGLISH = 0.05  # of the texts: some are the same word, as "Conversation"
LITERAL = re.compile(r'"([\w.-]+)"')
TEMPLATE = re.compile(r"`([\w.-]*)\$\{[^{}`]+\}([\w.-]*)`")


def panel_texts() -> dict[str, Texts]:
    """By language, a file each."""
    files = sorted((WIDGET / "texts" / "panel").glob("*.json"))
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


def small_texts() -> dict[str, dict[str, Texts]]:
    """By part and language; a part's languages are all in one file."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((WIDGET / "texts").glob("*.json"))}


TEXTS = {"panel": panel_texts(), **small_texts()}
ENGLISH = TEXTS["panel"]["en"]

every_part = pytest.mark.parametrize("part", TEXTS)
every_language = pytest.mark.parametrize("language", sorted(PLURALS))
every_translation = pytest.mark.parametrize("language", sorted(set(PLURALS) - {"en"}))


def counted(key: str, texts: Texts) -> tuple[str, str] | None:
    """A counted text's key without its plural category, and the category."""
    base, _, category = key.rpartition(".")
    return (base, category) if category in PLURALS["ar"] and {f"{base}.one", f"{base}.other"} <= set(texts) else None


def gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def sources(*places: Path) -> str:
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*.ts*")))]
    return "\n".join(file.read_text("utf-8") for file in files)


@every_part
def test_all_languages_are_there(part: str) -> None:
    assert set(TEXTS[part]) == set(PLURALS)


def test_every_language_of_the_panel_is_one_that_it_loads() -> None:
    assert set(re.findall(r"texts/panel/(\w+)\.json", sources(PANEL / "words.ts"))) == set(PLURALS)


@every_part
@every_translation
def test_every_language_has_the_texts_of_english_and_no_others(part: str, language: str) -> None:
    own, english = TEXTS[part][language], TEXTS[part]["en"]
    assert set(english) - set(own) == set()
    more = {key: counted(key, own) for key in set(own) - set(english)}
    assert {key for key, plural in more.items() if not plural or plural[1] not in PLURALS[language]} == set()


def test_arabic_counts_in_all_its_plurals() -> None:
    bases = {plural[0] for plural in (counted(key, ENGLISH) for key in ENGLISH) if plural}
    assert bases
    assert {f"{base}.{category}" for base in bases for category in PLURALS["ar"]} - set(TEXTS["panel"]["ar"]) == set()


@every_part
@every_language
def test_every_text_has_the_gaps_of_the_english_one(part: str, language: str) -> None:
    own, english = TEXTS[part][language], TEXTS[part]["en"]
    assert {key: text for key, text in own.items() if gaps(text) not in allowed_gaps(language, key, english)} == {}
    assert [text for text in own.values() if re.search(r"[{}]", re.sub(r"\{\w+\}", "", text))] == []


def allowed_gaps(language: str, key: str, english: Texts) -> list[set[str]]:
    base, _, category = key.rpartition(".")
    if not counted(f"{base}.other", english):
        return [gaps(english[key])]
    filled = gaps(english[f"{base}.other"])
    is_of_one_number = category in OF_ONE_NUMBER and (language, category) != ("fr", "one")
    return [filled, filled - {"count"}] if is_of_one_number else [filled]


@every_part
@every_language
def test_no_text_is_empty_or_has_stray_blanks(part: str, language: str) -> None:
    texts = TEXTS[part][language]
    assert [key for key, text in texts.items() if not text or text != text.strip() or "  " in text] == []


@every_part
@every_language
def test_no_text_shouts_flatters_or_judges(part: str, language: str) -> None:
    unwanted = re.compile(rf"[!¡！]|{FORBIDDEN[language]}", re.IGNORECASE)
    assert {key: text for key, text in TEXTS[part][language].items() if unwanted.search(text)} == {}


@every_part
@every_translation
def test_no_text_was_forgotten_in_english(part: str, language: str) -> None:
    own, english = TEXTS[part][language], TEXTS[part]["en"]
    same = [key for key, text in own.items() if text == english.get(key)]
    assert len(same) < MOST_LIKE_ENGLISH * len(english), same


@pytest.mark.parametrize("language", sorted(set(languages()) & set(PLURALS)))
@pytest.mark.parametrize("key", OPENERS)
def test_the_chat_understands_its_own_short_questions(language: str, key: str) -> None:
    said = TEXTS["panel"][language][key]
    understood = Speaking(language).heard(said).wishes
    assert not is_foreign(said)
    assert language_of(said, "en") == language
    assert written(understood) == written(Speaking("en").heard(ENGLISH[key]).wishes)
    assert (understood.price and understood.price.max) == (150 if "150" in said else None)


def test_every_text_of_the_panel_is_read_somewhere() -> None:
    unread = sorted(set(ENGLISH) - set(keys_read(sources(PANEL))))
    print("Read by nobody:", *unread, sep="\n")
    assert unread == []


def keys_read(panel: str) -> Iterator[str]:
    """Keys that stand in the panel's source, whole or as a template whose gap some word of ours fills."""
    literals = set(LITERAL.findall(panel))
    around = {(before, after) for before, after in TEMPLATE.findall(panel) if "." in before}
    templates = [re.compile(f"{re.escape(before)}([\\w-]+){re.escape(after)}") for before, after in around]
    contract = (ROOT / "shared" / "web" / "errors.py", ROOT / "shared" / "shopper" / "collections.py")
    words = set(LITERAL.findall(sources(WIDGET / "src", *contract)))
    for key in ENGLISH:
        plural = counted(key, ENGLISH)
        name = plural[0] if plural else key
        fillings = (template.fullmatch(name) for template in templates)
        if name in literals or any(filled and filled[1] in words for filled in fillings):
            yield key


def test_whatever_an_erasure_counts_has_a_name() -> None:
    assert {name for name in (SESSIONS, *OF_A_SHOPPER) if f"kept.{name}.other" not in ENGLISH} == set()
