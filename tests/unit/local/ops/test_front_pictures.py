"""Pictures for try-on, from a folder."""

from pathlib import Path

import pytest

from local.ops.front_pictures import store_all
from local.ops.refused import Refused
from shared.platform.wiring import Platform
from shared.tryon.pictures import path_of
from tests.unit.tryon.fronts import picture, png, product


def test_each_is_checked_against_its_product_and_the_rest_is_named(live: Platform, tmp_path: Path) -> None:
    folder = tmp_path / "fronts"
    folder.mkdir()
    (folder / "f-1.png").write_bytes(png(picture()))
    (folder / "f-2.png").write_bytes(b"not a picture")
    (folder / "unknown.png").write_bytes(png(picture()))
    (folder / "notes.txt").write_text("no picture")
    products = {id: product(product_id=id) for id in ("f-1", "f-2")}
    done = store_all(live.files, products, folder)
    assert done.stored == 1
    assert live.files.get(path_of("one", "f-1")) == png(picture())
    assert [problem.split(":")[0] for problem in done.problems] == ["f-2.png", "unknown.png"]
    assert [file.path for file in live.files.list("frames/")] == ["frames/one/f-1.png"]


def test_a_folder_that_is_not_there_is_refused(live: Platform, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        store_all(live.files, {}, tmp_path / "absent")
