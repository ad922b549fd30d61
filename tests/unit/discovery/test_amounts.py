from decimal import Decimal

import pytest

from shared.discovery.amounts import price_in
from shared.discovery.lexicon import Lexicon
from shared.discovery.wording import plain


@pytest.mark.parametrize(
    ("message", "low", "high", "currency"),
    [
        ("under 150 euros", None, "150", "EUR"),
        ("below €99.90", None, "99.90", "EUR"),
        ("max 120", None, "120", None),
        ("up to $200", None, "200", "USD"),
        ("£80 or less", None, "80", "GBP"),
        ("150 euros", None, "150", "EUR"),
        ("between 80 and 120", "80", "120", None),
        ("from 80 to 120 eur", "80", "120", "EUR"),
        ("€80-€120", "80", "120", "EUR"),
        ("no more than 1.200 €", None, "1200", "EUR"),
        ("at least 200 pounds", "200", None, "GBP"),
        ("not under 50", "50", None, None),
        ("my budget is 75", None, "75", None),
        ("less than a hundred and fifty bucks", None, "150", "USD"),
        ("around 100 euros", "80", "120", "EUR"),
        ("99,50€ tops", None, "99.50", "EUR"),
        ("no more than ninety-nine dollars", None, "99", "USD"),
        ("I would not want to spend over a hundred and twenty pounds", None, "120", "GBP"),
        ("I don't want to pay more than 90", None, "90", None),
        ("more than 200 is too much", None, "200", None),
        ("80 is my limit", None, "80", None),
        ("budget: 50-90", "50", "90", None),
        ("between one hundred and two hundred", "100", "200", None),
        ("150 or so", "120", "180", None),
    ],
)
def test_a_stated_price_is_read(message: str, low: str | None, high: str | None, currency: str | None):
    price, _ = price_in(plain(message), Lexicon.load())
    assert price is not None
    assert (price.min, price.max) == (low and Decimal(low), high and Decimal(high))
    assert price.currency == currency


@pytest.mark.parametrize(
    "message",
    ["under 140 mm wide", "for my 9 year old", "less than 20 grams", "52-18-140", "I need 2 pairs", "uv 400"],
)
def test_other_numbers_are_no_price(message: str):
    assert price_in(plain(message), Lexicon.load())[0] is None


def test_around_is_soft():
    price, _ = price_in("about 100", Lexicon.load())
    assert price is not None
    assert price.around


def test_the_words_of_a_price_name_nothing_else():
    assert "under" not in price_in("round under 150 euros", Lexicon.load())[1]


@pytest.mark.parametrize(
    ("message", "low", "high"),
    [
        ("less than 100 euros and more than 50", "50", "100"),
        ("100/150 euros", "100", "150"),
        ("80-90 €", "80", "90"),
        ("under 1 200 euros", None, "1200"),
    ],
)
def test_both_bounds_and_other_ways_to_write_them(message: str, low: str | None, high: str | None):
    price, _ = price_in(plain(message), Lexicon.load())
    assert price is not None
    assert (price.min, price.max) == (low and Decimal(low), high and Decimal(high))


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "anything over 200 is out of the question"),
        ("de", "mehr als 200 kommt nicht in Frage"),
        ("fr", "au-dessus de 200 c'est hors de question"),
        ("es", "más de 200 ni hablar"),
        ("it", "sopra i 200 non se ne parla"),
    ],
)
def test_a_price_that_is_refused_behind_it_is_a_ceiling(language: str, message: str):
    lexicon = Lexicon.load(language)
    price, _ = price_in(lexicon.plain(message), lexicon)
    assert price is not None
    assert (price.min, price.max) == (None, Decimal(200))


def test_a_refusal_of_what_follows_leaves_the_price_a_floor():
    price, _ = price_in(plain("more than 100, i dont like round"), Lexicon.load())
    assert price is not None
    assert (price.min, price.max) == (Decimal(100), None)
