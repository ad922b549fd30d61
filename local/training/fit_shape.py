"""Fits the face shape model and says how good it is.

    python -m local.training.fit_shape TABLE.npz [--out shared/faces/data/shape.json]

TABLE.npz holds landmarks (n × 478 × 3, normalised), size (n × 2, pixels), label, group and label_names. Only
coefficients are written, never landmarks. The same table gives the same file, byte for byte.
"""

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import StratifiedGroupKFold

from shared.faces.pose import straighten
from shared.faces.shape import JAW, JAW_MIRRORED, MODEL_FILE, jaw_features

SHRINKAGE = 0.01
FOLDS, SHUFFLES = 5, 10
NAMED_FROM = 0.5  # names four faces in five, three of four of them rightly
DECIMALS = 6

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    features: Floats
    labels: Whole
    groups: Whole
    names: tuple[str, ...]
    digest: str


def read_table(file: Path) -> Table:
    with np.load(file) as held:
        pixels = np.stack([held["size"][:, 0], held["size"][:, 1], held["size"][:, 0]], axis=1)
        faces = held["landmarks"].astype(np.float64) * pixels[:, None, :]
        features = np.array([jaw_features(straighten(face)) for face in faces])
        names = tuple(str(name) for name in held["label_names"])
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return Table(features, held["label"], held["group"], names, digest)


def fit(features: Floats, labels: Whole) -> dict[str, Floats]:
    """The numbers of `shared.faces.shape.ShapeModel`."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    scale = np.where(spread > 1e-9, spread, 1.0)  # the chin's x is zero in every row: it lies on the midline
    lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=SHRINKAGE).fit((features - mean) / scale, labels)
    return {"mean": mean, "scale": scale, "coefficients": lda.coef_, "intercepts": lda.intercept_}


def predict(model: dict[str, Floats], features: Floats) -> Floats:
    scores = (features - model["mean"]) / model["scale"] @ model["coefficients"].T + model["intercepts"]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def held_out(table: Table, shuffle: int) -> Floats:
    """Each row's probabilities by a model that saw neither the row nor its near-duplicates."""
    answers = np.zeros((len(table.labels), len(table.names)))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=shuffle)
    for rest, kept_out in folds.split(table.features, table.labels, table.groups):
        answers[kept_out] = predict(fit(table.features[rest], table.labels[rest]), table.features[kept_out])
    return answers


def scores(labels: Whole, answers: Floats) -> dict[str, float]:
    order = np.argsort(-answers, axis=1)
    sure = answers.max(axis=1) >= NAMED_FROM
    right = order[:, 0] == labels
    return {
        "top1": float(right.mean()),
        "top2": float((order[:, :2] == labels[:, None]).any(axis=1).mean()),
        "macroF1": float(f1_score(labels, order[:, 0], average="macro")),
        "named": float(sure.mean()),
        "rightWhenNamed": float(right[sure].mean()),
    }


def cross_validate(table: Table) -> dict[str, tuple[float, float]]:
    """Mean and standard deviation over the shuffles; prints the table per class of all shuffles together."""
    answers = [held_out(table, shuffle) for shuffle in range(SHUFFLES)]
    _print_classes(table, np.tile(table.labels, SHUFFLES), np.concatenate(answers).argmax(axis=1))
    runs = [scores(table.labels, each) for each in answers]
    return {key: (float(np.mean(got)), float(np.std(got))) for key in runs[0] for got in [[run[key] for run in runs]]}


def _print_classes(table: Table, labels: Whole, said: Whole) -> None:
    counts = confusion_matrix(labels, said)
    each = f1_score(labels, said, average=None)
    print(f"{'true':>8} | " + " ".join(f"{name:>7}" for name in table.names) + " |   F1   (% of the row)")
    for name, row, f1 in zip(table.names, counts / counts.sum(axis=1, keepdims=True), each, strict=True):
        print(f"{name:>8} | " + " ".join(f"{100 * share:7.1f}" for share in row) + f" | {f1:.3f}")


def document(table: Table, model: dict[str, Floats], quality: dict[str, tuple[float, float]]) -> dict[str, Any]:
    return {
        "source": f"Fitted on the landmarks of {len(table.labels)} portraits of women whose shapes people judged by "
        "eye (data set of Pasupa, Sunhem and Loo 2018, doi 10.1016/j.eswa.2018.11.011); not shown to hold for men",
        "table": f"sha256:{table.digest}",
        "method": f"linear discriminant, least squares, shrinkage {SHRINKAGE}, on standardised jaw features",
        "crossValidation": {key: round(mean, 3) for key, (mean, _) in quality.items()},
        "shapes": list(table.names),
        "namedFrom": NAMED_FROM,
        "jaw": list(JAW),
        "jawMirrored": list(JAW_MIRRORED),
        **{key: np.round(numbers, DECIMALS).tolist() for key, numbers in model.items()},
    }


def write(held: dict[str, Any], file: Path) -> None:
    """One line per entry, and per shape's coefficients."""
    rows = ",\n    ".join(json.dumps(row) for row in held["coefficients"])
    lines = [f"  {json.dumps(key)}: {json.dumps(entry)}" for key, entry in held.items() if key != "coefficients"]
    lines.append(f'  "coefficients": [\n    {rows}\n  ]')
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(description="Fit the face shape model.")
    arguments.add_argument("table", type=Path)
    arguments.add_argument("--out", type=Path, default=MODEL_FILE)
    given = arguments.parse_args()
    table = read_table(given.table)
    quality = cross_validate(table)
    print(f"grouped {FOLDS}-fold, {SHUFFLES} shuffles, {len(table.labels)} rows; named from p >= {NAMED_FROM}")
    for key, (mean, spread) in quality.items():
        print(f"{key:>15} {100 * mean:5.1f} ± {100 * spread:.1f} %")
    write(document(table, fit(table.features, table.labels), quality), given.out)
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
