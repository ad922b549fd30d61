import json

import numpy as np
import pytest

from local.catalogue.design import DATA
from local.catalogue.outline import lens_diagonal, lens_outline, outward_normals, signed_area

NAMES = sorted(json.loads((DATA / "outlines.json").read_text("utf-8")))


@pytest.mark.parametrize("name", NAMES)
def test_an_outline_fills_exactly_its_box(name: str) -> None:
    ring = lens_outline(name, 52.0, 38.5)
    assert np.ptp(ring, axis=0) == pytest.approx([52.0, 38.5], abs=1e-9)
    assert ring.min(axis=0) == pytest.approx([-26.0, -19.25], abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_an_outline_has_no_kink(name: str) -> None:
    ring = lens_outline(name, 52.0, 40.0, 400)
    normal = outward_normals(ring)
    turn = np.degrees(np.arccos(np.clip(np.sum(normal * np.roll(normal, 1, axis=0), axis=1), -1, 1)))
    assert turn.max() < 8.0, "no step of a four-hundredth of the ring turns sharply"


def test_an_outline_runs_counter_clockwise() -> None:
    assert signed_area(lens_outline("aviator", 58.0, 50.0)) > 0


def test_a_round_lens_has_its_width_as_diagonal() -> None:
    assert lens_diagonal(lens_outline("round", 46.0, 46.0)) == pytest.approx(46.0, abs=0.5)


def test_an_unknown_outline_is_refused() -> None:
    with pytest.raises(KeyError):
        lens_outline("heart", 50.0, 40.0)
