"""A plan's name stands for every byte that belongs to it."""

from dataclasses import replace
from pathlib import Path

import pytest

from local.release.problem import ReleaseStopped
from local.release.record import Name, Record, differing, digests

RECORD = Record("prod", "a" * 40, True, {"plan.tfplan": "1" * 64}, {"chat.zip": "2" * 64})


def test_a_name_reads_as_it_is_written() -> None:
    assert Name.parse(str(RECORD.name)) == RECORD.name


@pytest.mark.parametrize(
    "changed",
    [
        replace(RECORD, environment="dev"),
        replace(RECORD, commit="b" * 40),
        replace(RECORD, files={"plan.tfplan": "3" * 64}),
        replace(RECORD, bundles={"chat.zip": "4" * 64}),
        replace(RECORD, bundles={}),
    ],
)
def test_any_difference_gives_another_name(changed: Record) -> None:
    assert changed.name.digest != RECORD.name.digest


@pytest.mark.parametrize("text", ["", "a" * 40, f"{'a' * 40}@{'1' * 64}", f"{'a' * 39}@sha256:{'1' * 64}", "../x"])
def test_what_names_no_plan_is_refused(text: str) -> None:
    with pytest.raises(ReleaseStopped, match="COMMIT@sha256:DIGEST"):
        Name.parse(text)


def test_files_differ_when_one_is_missing_or_other(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    there = digests(tmp_path.iterdir())
    (tmp_path / "b").write_bytes(b"3")
    (tmp_path / "c").touch()
    assert differing(digests(tmp_path.iterdir()), there) == ["b", "c"]
