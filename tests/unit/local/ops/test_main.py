"""The command line."""

import json
from pathlib import Path

import pytest

from local.ops import __main__ as ops
from local.ops.words import parser
from shared.platform.wiring import Platform
from tests.unit.discovery.frames import frame
from tests.unit.tryon.fronts import picture, png, product

ROOT = Path(__file__).parents[4]


@pytest.fixture(autouse=True)
def wired(live: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ops, "platform", lambda: live)
    monkeypatch.setenv("DATA_DIR", str(live.settings.data_dir))


def _feed(folder: Path, *rows: dict[str, object]) -> str:
    path = folder / "feed.json"
    path.write_text(json.dumps(rows), "utf-8")
    return str(path)


def _row(id: str, **changes: object) -> dict[str, object]:
    images = {"front": "https://shop.example/f.png"}
    return {**frame(id, client_id="one").model_dump(mode="json", by_alias=True), "images": images, **changes}


def test_a_sync_counts_and_ends_with_0_or_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """D15: bad rows are named and skipped."""
    assert ops.main(["sync-catalogue", "one", _feed(tmp_path, _row("a"), _row("b"))]) == 0
    assert ops.main(["sync-catalogue", "one", _feed(tmp_path, _row("a"), _row("b", price="cheap"))]) == 1
    said = capsys.readouterr()
    assert "0 added, 0 changed, 0 removed, 1 unchanged, 1 rows skipped" in said.out
    assert said.err.startswith("row 2 (b): price: ")


def test_problems_beyond_a_screenful_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ops.main(["sync-catalogue", "one", _feed(tmp_path, *(_row(str(n), price="x") for n in range(30)))]) == 1
    assert "… and 10 more problems" in capsys.readouterr().err


def test_fronts_are_stored_for_products_of_the_catalogue(
    tmp_path: Path, live: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    row = product().model_dump(mode="json", by_alias=True)
    assert ops.main(["sync-catalogue", "one", _feed(tmp_path, row)]) == 0
    (tmp_path / "f-1.png").write_bytes(png(picture()))
    assert ops.main(["store-fronts", "one", str(tmp_path)]) == 0
    (tmp_path / "f-9.png").write_bytes(b"")
    assert ops.main(["store-fronts", "one", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "1 stored, 1 left out" in said.out
    assert "f-9.png: the shop has no such product" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sync-catalogue", "nobody", "feed.json"], "No such file"),
        (["add-key", "nobody"], "There is no shop 'nobody'"),
        (["sessions", "one", "--since", "yesterday"], "A time is like"),
        (["sessions", "one", "--limit", "0"], "at least 1"),
        (["explain", "products", "--where", "a=1", "--order", "b"], "indexes.json"),
        (["restore", "absent"], "stop it first"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ops.main(words) == 2
    assert said in capsys.readouterr().err


def test_a_key_is_the_only_word_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert ops.main(["add-key", "one", "--kind", "secret"]) == 0
    assert capsys.readouterr().out.strip().startswith("sk_")


def test_figures_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    """D5."""
    assert ops.main(["quality", "one"]) == 0
    assert json.loads(capsys.readouterr().out) == {"avgQuality": None, "totalSessions": 0}


def test_a_backup_is_taken_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """D16, H32."""
    to = str(tmp_path / "backup")
    assert ops.main(["backup", "--to", to]) == 0
    assert ops.main(["verify-backup", to]) == 0
    (tmp_path / "backup" / "outbox.sqlite").unlink()
    assert ops.main(["verify-backup", to]) == 1
    assert "outbox.sqlite is missing" in capsys.readouterr().err


def test_every_verb_is_documented_and_done() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    [verbs] = [action.choices for action in parser()._actions if action.dest == "verb"]
    assert verbs is not None and set(verbs) == set(ops.VERBS)
    assert [verb for verb in verbs if f"local.ops {verb}" not in text] == []
