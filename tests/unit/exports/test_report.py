"""The report as a reader gets it: its pages' text, its fonts, and no fault whatever the names and figures are."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from shared.accounts.client import Branding
from shared.alerts.evaluation import Measured
from shared.alerts.firings import begun
from shared.alerts.rules import Rules
from shared.catalogue.repository import Catalogue
from shared.exports.report import curve, lettering, words
from shared.exports.report.document import write_report
from shared.exports.report.palette import PALETTE
from shared.insight.period import Period
from shared.insight.rollups import rollup_writes
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock, client
from tests.unit.discovery.frames import frame
from tests.unit.exports.shop import MONTH, NOW
from tests.unit.exports.story import fire, tell

ROOT = Path(__file__).parents[3]
HOSTILE = ["<b>Optik</b> & =1+1", "Łódź Őptika", "שלום \u202eabc", "眼镜店", "\ud800\x00", "x" * 300, " ", "a " * 200]
Report = Callable[..., PdfReader]


@pytest.fixture
def report(documents: ClientDocuments) -> Report:
    def made(period: Period = MONTH, shop: str = "Brillenhaus Müller & Søn") -> PdfReader:
        file = io.BytesIO()
        shown = client("one", branding=Branding(shop_name=shop))
        assert write_report(file, documents, shown, period, NOW) == len(period.days())
        return PdfReader(io.BytesIO(file.getvalue()))

    return made


def text_of(report: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in report.pages))


def test_it_tells_the_month_in_figures_and_sentences(
    report: Report, documents: ClientDocuments, clock: SteppedClock, platform: Platform
) -> None:
    """H19."""
    tell(documents, MONTH)
    fire(documents, clock, platform.new_id, NOW)
    made = report()
    text = text_of(made)
    for sentence in (
        "Brillenhaus Müller & Søn",
        "23 October – 22 November 2026 · Europe/Berlin",
        "Compared with 23 September – 23 October 2026",
        "Visits rose by 14 % to 14,883. The busiest day was Tuesday, 17 November with 720.",
        "3.4 % of all visits ended in an order, as before.",
        "EUR 75,394.00",
        "+14 % (before: EUR 66,156.00)",
        "Fewest went on from “Put into the cart” to “Bought”: 34 % of those who came so far.",
        "Recommendations stood before most orders: 405 of 506.",
        "used within 24 hours",
        "Fjell tortoise was recommended most: in 5,951 visits, at a mean score of 0.88.",
        "6,103 conversations scored 85.0 of 100 on average, 0.6 points more than before.",
        "Asked for what no record says",
        "4 alerts fired in this period; 1 not over yet.",
        "Days are those of Europe/Berlin; the period runs from 2026-10-23 12:00 up to 2026-11-22 12:00 (UTC).",
        "An order is credited to a feature when it was used at most 24 hours before.",
    ):
        assert sentence in text, sentence
    pages = len(made.pages)
    assert [f"{number} / {pages}" in made.pages[number - 1].extract_text() for number in range(1, pages + 1)]
    assert made.metadata is not None
    assert made.metadata.title == "Brillenhaus Müller & Søn: 23 October – 22 November 2026"


def test_however_many_alerts_are_tried_those_that_fired_are_told(
    report: Report, documents: ClientDocuments, clock: SteppedClock, platform: Platform
) -> None:
    fire(documents, clock, platform.new_id, NOW, many=3)
    rule = Rules(documents, clock, platform.new_id).all()[0]
    for number in range(40):
        at = NOW - timedelta(minutes=number + 1)
        documents.batch([begun(rule, f"try-{number}", Measured(1.0, 0), at, status="test")])
    assert "3 alerts fired in this period" in text_of(report())


def test_its_fonts_are_embedded(report: Report) -> None:
    """Else a reader without them would see others."""
    embedded = []
    for page in report().pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            described = font.get_object()
            if described["/Subtype"] == "/TrueType":
                embedded.append("/FontFile2" in described["/FontDescriptor"])
    assert embedded
    assert all(embedded)


def test_without_any_data_it_says_so(report: Report) -> None:
    text = text_of(report())
    for sentence in (
        "There were no visits in this period.",
        "No visit took a step in this period.",
        "There were no orders in this period.",
        "No frames were recommended in this period.",
        "No conversation was scored in this period.",
        "No alert fired in this period.",
        "How these figures are made",
    ):
        assert sentence in text


@pytest.mark.parametrize("length", [timedelta(hours=1), timedelta(hours=24), timedelta(days=7), timedelta(days=400)])
def test_it_comes_for_any_period(report: Report, documents: ClientDocuments, length: timedelta) -> None:
    """H20."""
    period = Period(NOW - length, NOW, MONTH.zone)
    documents.batch(rollup_writes(documents, NOW - timedelta(minutes=30), {"sessions": 7, "steps.opened": 3}))
    text = text_of(report(period))
    assert "There were 7 visits; the period before had none to compare with." in text
    assert words.days(period.start.astimezone(period.zone).date(), date(2026, 11, 22)) in text


def test_each_client_has_its_own(report: Report, platform: Platform) -> None:
    """H21."""
    tell(ClientDocuments(platform.documents, "two"), MONTH)
    assert "There were no visits in this period." in text_of(report())


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_it(report: Report, documents: ClientDocuments, name: str) -> None:
    """HTML, formulas, signs from right to left or that the font lacks, far too long."""
    title = name.strip("\ud800\x00 ")[:150] or "x"
    Catalogue(documents).put([frame("p-1", client_id="one", title=title)])
    documents.batch(rollup_writes(documents, NOW - timedelta(days=1), {"sessions": 9, "products.p-1.recommended": 4}))
    text = text_of(report(shop=name))
    assert "was recommended most: in 4 visits" in text
    if name.isprintable() and name.strip() and len(name) < 50:
        assert lettering.drawable(name, instead="one") in text


def test_several_currencies_are_told_apart(report: Report, documents: ClientDocuments) -> None:
    changes = {"sessions": 9, "purchases": 2, "steps.purchase": 2, "revenue.EUR": 2_000_000, "revenue.CHF": 500_000}
    documents.batch(rollup_writes(documents, NOW - timedelta(days=1), changes))
    text = text_of(report())
    assert "EUR 200.00" in text
    assert "also CHF 50.00" in text
    assert "250" not in text


def test_its_colours_are_the_products() -> None:
    tokens = "".join((ROOT / "widget" / "tokens.css").read_text("utf-8").split())
    for name, colour in PALETTE.items():
        assert f"--{name}:light-dark({colour}," in tokens


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Zoë\t Größe", "Zoë Größe"),
        ("Őrség", "Orség"),
        ("a\u202eb\u200b", "ab"),
        ("眼镜", "??"),
        ("ﬁn", "ﬁn"),
    ],
)
def test_what_the_font_lacks_is_drawn_by_its_base_or_marked(text: str, drawn: str) -> None:
    assert lettering.drawable(text) == drawn
    assert lettering.drawable("眼镜", instead="shop") == "shop"


def test_lines_keep_to_their_width() -> None:
    lines = lettering.wrapped("one two three " + "x" * 100, 9, 60)
    assert all(lettering.width(line, 9) <= 60 for line in lines)
    assert lines[-1].endswith("…")


@pytest.mark.parametrize(("most", "end"), [(0, 4), (4, 4), (5, 6), (24, 30), (720, 800), (1000, 1000), (1001, 2000)])
def test_a_scale_ends_on_a_round_number(most: float, end: float) -> None:
    assert curve.scale_end(most) == end


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        (date(2026, 11, 1), date(2026, 11, 1), "1 November 2026"),
        (date(2026, 11, 1), date(2026, 11, 30), "1 – 30 November 2026"),
        (date(2026, 10, 1), date(2026, 11, 30), "1 October – 30 November 2026"),
        (date(2025, 12, 1), date(2026, 1, 2), "1 December 2025 – 2 January 2026"),
    ],
)
def test_a_span_of_days_is_as_short_as_it_is_clear(first: date, last: date, span: str) -> None:
    assert words.days(first, last) == span
