from pathlib import Path

from local.setup.stamp import Stamp, digest


def test_a_stamp_matches_until_an_input_changes(tmp_path: Path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "design.json").write_text("round")
    Stamp(tmp_path / "made/stamp", digest([source])).press()
    assert Stamp(tmp_path / "made/stamp", digest([source])).matches()
    (source / "design.json").write_text("square")
    assert not Stamp(tmp_path / "made/stamp", digest([source])).matches()


def test_nothing_matches_before_the_first_press(tmp_path: Path):
    assert not Stamp(tmp_path / "stamp", digest([])).matches()


def test_a_file_added_or_renamed_changes_the_digest(tmp_path: Path):
    (tmp_path / "a").write_text("1")
    first = digest([tmp_path])
    (tmp_path / "b").write_text("")
    second = digest([tmp_path])
    (tmp_path / "b").rename(tmp_path / "c")
    assert len({first, second, digest([tmp_path])}) == 3


def test_compiled_files_do_not_count(tmp_path: Path):
    before = digest([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/design.pyc").write_text("")
    assert digest([tmp_path]) == before


def test_facts_count_apart_from_each_other():
    assert digest([], "3.11", "1") != digest([], "3.1", "11")
