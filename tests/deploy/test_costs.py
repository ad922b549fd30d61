"""The costs in docs/deploy.md are computed, from operations that the code really does."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.costs.__main__ import FACTS, FUNCTIONS, PAGE, filled
from local.costs.served import served
from local.costs.table import dollars, free, price
from local.costs.usage import WARM, month
from local.setup.places import CACHE, ROOT
from shared.accounts.directory import Directory
from shared.platform.settings import Settings
from shared.platform.wiring import connect
from tests.deploy.session_costs import CLIENT, Counts, counted
from tests.support import KEY, client

PHOTO, CATALOGUE = CACHE / "assets" / "astronaut.png", CACHE / "catalogue"
MODEL = CACHE / "assets" / "face_landmarker.task"
CLOSE = 0.2  # of an operation's count: less changes no figure that is shown with two digits by more than its rounding

CALLS = ("start", "consent", "face", "chat", "quality", "recommend", "events", "learn", "rollup", "performance")


@pytest.fixture
def facts() -> Any:
    return json.loads(FACTS.read_text("utf-8"))


@pytest.fixture
def functions() -> Any:
    return json.loads(FUNCTIONS.read_text("utf-8"))


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counts]:
    for needed in (PHOTO, CATALOGUE, MODEL):
        if not needed.exists():
            pytest.skip(f"NOT CHECKED: operations of a session; missing: {needed.relative_to(ROOT)}")
    platform = connect(
        Settings(tmp_path_factory.mktemp("data"), "http://127.0.0.1:8080", MODEL, b"secret", "ERROR", "test")
    )
    directory = Directory(platform.documents, platform.clock)
    directory.save(client(CLIENT))
    directory.add_key(KEY, CLIENT, "publishable")
    return counted(platform, CATALOGUE, PHOTO)


def test_the_page_shows_what_is_computed() -> None:
    """J6: `python -m local.costs --write` would change nothing."""
    page = PAGE.read_text("utf-8")
    assert filled(page) == page


@pytest.mark.parametrize("call", CALLS)
def test_operations_are_those_of_the_code(facts: Any, operations: dict[str, Counts], call: str) -> None:
    """J6: documents read, written and kept, and bytes answered, as counted on the code."""
    for name, stated in facts["operations"][call].items():
        assert stated == pytest.approx(operations[call].get(name, 0), rel=CLOSE, abs=0.5), (call, name)


def test_the_load_is_that_of_the_page_on_capacity(facts: Any) -> None:
    """J6: one set of assumptions for both pages."""
    page = (ROOT / "docs" / "capacity.md").read_text("utf-8")
    load = facts["load"]
    stated = {line.split(" | ")[0].strip("| "): line.split(" | ")[1] for line in page.splitlines() if "| " in line}
    calls = {name: f"{call['aSession']:g}" for name, call in load["calls"].items()}
    assert stated["session starts a day"] == calls["start"]
    assert stated["recommendations a day"] == calls["recommend"]
    assert stated["event calls a day"] == calls["events"]
    assert stated["chat turns a day"] == calls["chat"]
    assert stated["photos a day"] == calls["face"]
    named = {"start": "session (start)", "events": "events", "recommend": "recommend", "chat": "chat"}
    for call, row in {**named, "face": "face_analyze (1024 px)"}.items():
        assert float(stated[row].removesuffix(" ms")) == load["calls"][call]["cpuMs"], call


def test_every_call_is_of_a_function_that_is_there(facts: Any, functions: Any) -> None:
    assert {call["function"] for call in facts["load"]["calls"].values()} <= set(functions)
    assert set(facts["load"]["byTheClock"]) <= set(functions)
    assert set(facts["operations"]) == set(facts["load"]["calls"])


def test_every_price_is_used_and_has_a_source(facts: Any, functions: Any) -> None:
    used = {name for usage in month(facts, functions, 1).values() for name in usage}
    assert used == set(facts["prices"])
    assert all(price["source"] for price in facts["prices"].values())


def test_a_lone_call_is_charged_in_full_and_calls_at_once_only_once(facts: Any, functions: Any) -> None:
    chat = functions["chat"]
    sessions = 100 * 30
    alone = served(facts, chat, "chat", 1)
    assert alone.busy_s == pytest.approx(sessions * (1.5 + 0.3) * 0.1, rel=0.01)
    many = served(facts, chat, "chat", 10_000)
    assert many.busy_s < 10_000 * alone.busy_s
    assert many.busy_s <= many.peak_instances * 30 * 86400


def test_an_instance_gets_the_memory_that_its_catalogues_take(facts: Any, functions: Any) -> None:
    assert served(facts, functions["chat"], "chat", 1).gib == 0.5
    assert served(facts, functions["chat"], "chat", 10_000).gib == 3.5
    assert served(facts, functions["events"], "events", 10_000).gib == 0.5


def test_ready_instances_cost_what_is_declared(facts: Any, functions: Any) -> None:
    """Three with half a GiB, one with a whole, all of a month: 720 h at idle price."""
    expected = 30 * 86400 * (4 * 1 + 3 * 0.5 + 1) * 0.0000025
    assert price(facts, month(facts, functions, 1)[WARM]) == pytest.approx(expected, rel=0.01)


def test_free_tiers_take_off_no_more_than_is_used(facts: Any) -> None:
    assert free(facts, {"a": {"reads": 1_000_000}, "b": {"reads": 1_000_000}}) == pytest.approx(1_500_000 * 0.0000003)
    assert free(facts, {"a": {"reads": 10}}) == pytest.approx(10 * 0.0000003)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0.001, "0"), (0.0362, "0.036"), (6.04, "6"), (69.7, "70"), (8_736.0, "8,700"), (-19.4, "-19")],
)
def test_amounts_are_shown_with_two_digits(amount: float, shown: str) -> None:
    assert dollars(amount) == shown


def test_prices_not_read_are_marked(facts: Any) -> None:
    """The page says of each price where it is from, or that it must be looked up."""
    page = Path(PAGE).read_text("utf-8")
    assert page.count("from memory, check |") == sum(not one["read"] for one in facts["prices"].values())
