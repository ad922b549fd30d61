from functools import cache
from pathlib import Path

import numpy as np
import pytest

from local.catalogue.frame import NODES, build_frame
from local.catalogue.generate import model_sizes
from local.catalogue.glb import geometry_of, glb
from local.catalogue.rows import Variant
from tests.typescript import run_node
from tests.unit.local.catalogue import glb_reader as reader

ROOT = Path(__file__).parents[4]
VALIDATOR = ROOT / ".cache" / "gltf-validator" / "node_modules" / "gltf-validator"
VALIDATE = """
const validator = require(process.argv[1]);
const fs = require('fs');
(async () => {
  for (const file of process.argv.slice(2)) {
    const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(file)));
    const { numErrors, numWarnings, messages } = report.issues;
    if (numErrors + numWarnings > 0) console.log(file, JSON.stringify(messages.slice(0, 5)));
  }
})();
"""
MODEL_SIZES = list(model_sizes())


@cache
def file_of(variant: Variant) -> bytes:
    return glb(geometry_of(build_frame(variant.design, variant.size)), variant.colour, variant.tint)


def test_every_front_is_as_wide_as_the_catalogue_says() -> None:
    for variant in (group[0] for group in MODEL_SIZES):
        x_mm = reader.positions(file_of(variant), "front")[:, 0] * 1000
        assert float(np.ptp(x_mm)) == pytest.approx(variant.size.frame_width, abs=0.1), variant.product_id
        assert float(x_mm.max()) == pytest.approx(-float(x_mm.min()), abs=0.05), "the origin is in the middle"


@pytest.mark.parametrize("group", MODEL_SIZES[::9], ids=lambda group: group[0].product_id)
def test_temples_have_their_length_and_stay_within_the_width(group: list[Variant]) -> None:
    temple = reader.positions(file_of(group[0]), "temple_left") * 1000
    back, drop = float(np.ptp(temple[:, 2])), float(np.ptp(temple[:, 1]))
    assert back < group[0].size.temple < back + drop, "the arm bends behind the ear"
    assert float(temple[:, 0].max()) <= group[0].size.frame_width / 2 + 0.1


def test_left_is_the_wearer_s_left() -> None:
    data = file_of(MODEL_SIZES[0][0])
    assert reader.positions(data, "lens_left")[:, 0].min() > 0
    assert reader.positions(data, "lens_right")[:, 0].max() < 0


def test_the_front_wraps_around_the_face() -> None:
    front = reader.positions(file_of(MODEL_SIZES[0][0]), "lens_left") * 1000
    outer, inner = front[np.argmax(front[:, 0])], front[np.argmin(front[:, 0])]
    assert 3 < np.degrees(np.arctan2(inner[2] - outer[2], outer[0] - inner[0])) < 9


def test_colours_change_materials_and_not_geometry() -> None:
    first, second = MODEL_SIZES[0][:2]
    assert np.array_equal(reader.positions(file_of(first), "front"), reader.positions(file_of(second), "front"))
    assert reader.document(file_of(first))[0]["materials"] != reader.document(file_of(second))[0]["materials"]


def test_nodes_are_named_and_lenses_see_through() -> None:
    document, _ = reader.document(file_of(MODEL_SIZES[0][0]))
    assert {node["name"] for node in document["nodes"]} == {"frame", *NODES}
    lens = next(entry for entry in document["materials"] if entry["name"] == "lens")
    assert lens["alphaMode"] == "BLEND"
    assert lens["pbrMetallicRoughness"]["baseColorFactor"][3] < 1


def test_files_are_small() -> None:
    assert max(len(file_of(group[0])) for group in MODEL_SIZES) < 120_000


def test_khronos_validator_finds_nothing(tmp_path: Path) -> None:
    if not VALIDATOR.is_dir():
        pytest.skip("GLB FILES NOT VALIDATED: set-up brings the validator")
    files = []
    for number, variant in enumerate(variant for group in MODEL_SIZES[::4] for variant in group):
        files.append(tmp_path / f"{number}.glb")
        files[-1].write_bytes(file_of(variant))
    done = run_node("-e", VALIDATE, VALIDATOR, *files, timeout=120, check=True)
    assert done.stdout == ""
