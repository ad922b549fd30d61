import json
from pathlib import Path

import pytest
from PIL import Image

import local.catalogue
from local.catalogue import generate as generating
from local.catalogue.generate import generate, model_sizes, write_model_size

FILES = {"front.png", "angle.png", "tryon.png", "frame.glb"}


@pytest.fixture
def two_models(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = list(model_sizes())
    chosen = [groups[0], groups[-1]]
    monkeypatch.setattr(generating, "model_sizes", lambda: iter(chosen))


@pytest.mark.parametrize("number", [0, 40, -1])
def test_the_same_bytes_every_time(number: int, tmp_path: Path) -> None:
    group = list(model_sizes())[number][:1]
    rows = [write_model_size(group, tmp_path / run) for run in ("first", "second")]
    assert rows[0] == rows[1]
    folder = Path("frames") / group[0].product_id
    assert {path.name for path in (tmp_path / "first" / folder).iterdir()} == FILES
    for name in FILES:
        first, second = ((tmp_path / run / folder / name).read_bytes() for run in ("first", "second"))
        assert first == second


def test_what_is_written_can_be_loaded(two_models: None, tmp_path: Path) -> None:
    out = tmp_path / "catalogue"
    assert generate(out, 1, lambda done, total: None)
    products = local.catalogue.load(out)
    assert set(products) == {"training-client", "second-client"}
    for row in (row for rows in products.values() for row in rows):
        for path in (row.images.front, row.images.angle, row.images.try_on_png, row.model3d):
            assert path and (out / path.removeprefix("/shop/")).is_file()
        assert row.images.px_per_mm
        assert row.images.bridge_anchor_px


def test_a_second_run_has_nothing_to_do(two_models: None, tmp_path: Path) -> None:
    out = tmp_path / "catalogue"
    told: list[tuple[int, int]] = []
    assert generate(out, 1, lambda done, total: told.append((done, total)))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]
    assert not generate(out, 1, lambda done, total: told.append((-1, -1)))
    assert told[-1] != (-1, -1)


def test_an_interrupted_run_leaves_what_was_there(two_models: None, tmp_path: Path) -> None:
    out = tmp_path / "catalogue"
    out.mkdir()
    (out / "products.json").write_text("{}", "utf-8")

    def interrupt(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(out, 1, interrupt)
    assert json.loads((out / "products.json").read_text("utf-8")) == {}
    assert [path.name for path in tmp_path.iterdir()] == ["catalogue"]
    assert generate(out, 1, lambda done, total: None)
    assert local.catalogue.load(out)


def test_nothing_generated_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        local.catalogue.load(tmp_path)


def test_pictures_are_small_palette_files(tmp_path: Path) -> None:
    group = next(model_sizes())[:1]
    write_model_size(group, tmp_path)
    for path in tmp_path.glob("frames/*/*.png"):
        assert path.stat().st_size < 40_000
        with Image.open(path) as picture:
            assert picture.mode == "P"
            assert picture.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
