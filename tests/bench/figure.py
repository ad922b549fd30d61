"""One measured figure, what it is compared with, and what it should reach."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`bound` is on the ratio when there is a baseline to hold to, else on the value."""

    name: str
    value: float
    unit: str
    baseline: float | None
    baseline_name: str
    bound: float
    on_ratio: bool = True
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        return self.value / self.baseline if self.baseline else None

    @property
    def reached(self) -> bool:
        judged = (self.ratio or 0.0) if self.on_ratio else self.value
        return judged >= self.bound if self.at_least else judged <= self.bound


def table(figures: Sequence[Figure]) -> str:
    rows = [("figure", "value", "baseline", "ratio", "aim", "")]
    for figure in figures:
        sign = "≥" if figure.at_least else "≤"
        aim = f"{sign} {figure.bound:g}" + ("×" if figure.on_ratio else f" {figure.unit}")
        baseline = f"{figure.baseline:.2f} {figure.unit} {figure.baseline_name}" if figure.baseline else "–"
        ratio = f"{figure.ratio:.2f}" if figure.ratio else "–"
        mark = "reached" if figure.reached else "FALLS SHORT"
        rows.append((figure.name, f"{figure.value:.2f} {figure.unit}", baseline, ratio, aim, mark))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
