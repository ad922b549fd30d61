"""Explaining a query from words."""

import re

import pytest

from local.ops import explain
from local.ops.refused import Refused
from shared.platform.ports.documents import Order, Query, Range
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform


def test_words_become_a_query() -> None:
    asked = explain.query(
        "sessions", ["clientId=one", "n=3"], ["createdAt", "ge", "2026-11-01"], "createdAt:desc", limit=10
    )
    assert asked == Query(
        "sessions",
        {"clientId": "one", "n": 3},
        range=Range("createdAt", ge="2026-11-01"),
        order=Order("createdAt", True),
        limit=10,
    )


@pytest.mark.parametrize(
    "words",
    [{"where": ["clientId"]}, {"where": ["=one"]}, {"order": "at:up"}, {"range": ["at", "over", "1"]}],
)
def test_words_that_are_no_query_are_said(words: dict[str, list[str]]) -> None:
    with pytest.raises(Refused):
        explain.query("sessions", **{"where": [], **words})


def test_the_brief_query_reads_no_row_too_many(live: Platform, documents: ClientDocuments) -> None:
    """D8, D9: sessions of a client, newest first."""
    for number in range(30):
        documents.create("sessions", str(number), {"createdAt": f"2026-11-{number + 1:02d}"})
    said = explain.explained(live, explain.query("sessions", ["clientId=one"], None, "createdAt:desc", 10))
    assert "by_sessions_clientId_createdAt" in said
    assert re.search(r"^rows +11 read, 11 returned$", said, re.M)
