"""Fits the face shape model and says how good it is.

    python -m local.training.fit_shape TABLE.npz [--out shared/faces/data/shape.json] [--labels labels.jsonl]

TABLE.npz is what `local.training.table` reads. Only the model's numbers are written, never landmarks. The same table
gives the same file, byte for byte. With labels that make the model better, centres and priors take them in.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from local.training import figures
from local.training.corrections import LabelsRefused, corrected
from local.training.discriminant import SHRINKAGE, fit
from local.training.jitter import read_jitter
from local.training.table import Table, read_table
from shared.faces.shape import MODEL_FILE, Floats, jaw_points

DECIMALS = {"mean": 6, "scale": 6, "directions": 4, "centres": 4}


def document(
    table: Table,
    numbers: Mapping[str, Floats],
    chosen: Mapping[str, float],
    quality: Mapping[str, tuple[float, float]],
) -> dict[str, Any]:
    rounded = {key: np.round(numbers[key], decimals).tolist() for key, decimals in DECIMALS.items()}
    shapes = len(table.names)
    jaw, mirrored = jaw_points()
    return {
        "source": f"Fitted on the landmarks of {len(table.labels)} portraits of women whose shapes people judged by "
        "eye (data set of Pasupa, Sunhem and Loo 2018, doi 10.1016/j.eswa.2018.11.011); not shown to hold for men",
        "table": f"sha256:{table.digest}",
        "method": f"linear discriminant, shrinkage {SHRINKAGE}, one photo's jitter added to the scatter, densities "
        "of the multivariate t; dimension, familiarTo and namedFrom from held-out rows",
        "crossValidation": {key: round(mean, 3) for key, (mean, _) in quality.items()},
        "shapes": list(table.names),
        "plane": plane_digest(rounded),
        **chosen,
        "freedom": figures.FREEDOM,
        "priors": [1 / shapes] * shapes,
        "jaw": jaw,
        "jawMirrored": mirrored,
        **rounded,
    }


def plane_digest(rounded: Mapping[str, Any]) -> str:
    """Names the coordinates, so that what was measured in them is never mistaken for another plane's."""
    held = json.dumps([rounded[key] for key in ("mean", "scale", "directions")])
    return f"sha256:{hashlib.sha256(held.encode()).hexdigest()}"


def write(held: Mapping[str, Any], file: Path) -> None:
    """One line per entry, and per row of a matrix."""
    lines = [f"  {json.dumps(key)}: {_matrix(entry) or json.dumps(entry)}" for key, entry in held.items()]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _matrix(entry: Any) -> str | None:
    if not (isinstance(entry, list) and isinstance(entry[0], list)):
        return None
    return "[\n    " + ",\n    ".join(json.dumps(row) for row in entry) + "\n  ]"


def show(table: Table, held: figures.HeldOut, chosen: Mapping[str, float]) -> None:
    likely = figures.answers(held, chosen["dimension"])
    said = likely.argmax(axis=2).ravel()
    print(figures.by_class(table.names, np.tile(table.labels, figures.SHUFFLES), said))
    print(f"grouped {figures.FOLDS}-fold, {figures.SHUFFLES} shuffles, {len(table.labels)} rows; {dict(chosen)}")
    for key, (mean, spread) in figures.quality(held, chosen).items():
        print(f"{key:>17} {mean:6.3f} ± {spread:.3f}")
    print("named from | faces named | of these rightly")
    for step, named, right in figures.coverage(held, chosen["dimension"], chosen["familiarTo"]):
        print(f"{step:10.2f} | {100 * named:9.1f} % | {100 * right:.1f} %")


def main() -> None:
    arguments = argparse.ArgumentParser(description="Fit the face shape model.")
    arguments.add_argument("table", type=Path)
    arguments.add_argument("--out", type=Path, default=MODEL_FILE)
    arguments.add_argument("--labels", type=Path, help="written by `python -m local.ops face-labels`")
    given = arguments.parse_args()
    table, jitter = read_table(given.table), read_jitter()
    held = figures.held_out(table, jitter)
    chosen = figures.chosen(held)
    show(table, held, chosen)
    numbers = fit(table.features, table.labels, jitter)
    model = document(table, numbers, chosen, figures.quality(held, chosen))
    if given.labels:
        model = corrected(model, table, given.labels.read_text("utf-8").splitlines())
    write(model, given.out)
    print(f"wrote {given.out}")


if __name__ == "__main__":
    try:
        main()
    except LabelsRefused as refused:
        sys.exit(f"The model stays as it is: {refused}.")
