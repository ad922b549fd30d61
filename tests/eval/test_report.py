import json

import pytest

from tests.eval.__main__ import main
from tests.eval.query import load


def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    monkeypatch.setattr("sys.argv", ["tests.eval", "--lexicons-only", *arguments])
    main()
    return capsys.readouterr().out


def test_held_out_messages_are_not_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(monkeypatch, capsys, "--half", "held_out", "--worst", "500")
    assert "held-out" in said
    assert not [query.id for query in load("held_out") if query.id in said]


def test_worst_dev_messages_are_listed_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(monkeypatch, capsys, "--half", "dev", "--worst", "500")
    assert [query.id for query in load("dev") if query.id in said]


def test_totals_are_there_as_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (report,) = json.loads(printed(monkeypatch, capsys, "--half", "dev", "--json"))
    totals = report["totals"]
    searches = [one for one in load("dev") if one.kind is None and not one.is_dialogue]
    assert totals["all"]["searches"] == len(searches)
    assert totals["all"]["searches"] == sum(of["searches"] for name, of in totals.items() if name != "all")
    assert 0 <= totals["all"]["ndcg5"] <= 1
