"""The face model for browsers: what it has no use for is gone, and it finds the same faces."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from local.setup.slim_model import ALIGNMENT, LEFT_OUT, slim
from local.setup.widget import MODEL
from shared.faces.photo import decode
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks

PORTRAIT = MODEL.with_name("astronaut.png")


@pytest.fixture(scope="module")
def slimmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("slim") / "model" / "face_landmarker.task"
    slim(MODEL, file)
    return file


def test_all_parts_but_one_are_there_unchanged_and_uncompressed(slimmed: Path) -> None:
    with zipfile.ZipFile(MODEL) as whole, zipfile.ZipFile(slimmed) as kept:
        assert kept.testzip() is None
        assert {*kept.namelist(), LEFT_OUT} == set(whole.namelist())
        for member in kept.infolist():
            assert kept.read(member) == whole.read(member.filename)
            assert member.compress_type == zipfile.ZIP_STORED
    assert slimmed.stat().st_size < 2_810_000


def test_each_part_begins_where_its_numbers_are_aligned(slimmed: Path) -> None:
    content = slimmed.read_bytes()
    with zipfile.ZipFile(slimmed) as kept:
        assert [content.index(kept.read(member)) % ALIGNMENT for member in kept.infolist()] == [0, 0, 0]


def test_it_is_the_same_each_time(slimmed: Path, tmp_path: Path) -> None:
    slim(MODEL, tmp_path / "again.task")
    assert (tmp_path / "again.task").read_bytes() == slimmed.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["again.task"]


def test_it_finds_the_same_478_landmarks(slimmed: Path) -> None:
    picture = decode(PORTRAIT.read_bytes())
    found = []
    for model in (MODEL, slimmed):
        engine = MediapipeLandmarks(model)
        found += engine.detect(picture.pixels)
        engine.close()
    assert found[1].shape == (478, 3)
    assert np.array_equal(found[0], found[1])
