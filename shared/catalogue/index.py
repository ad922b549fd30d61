"""A catalogue in columns, so that ranking is arithmetic over arrays and never a loop over products."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from shared.catalogue.product import Product

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Kind = TypeVar("Kind", bound=np.generic)

CODED: Mapping[str, Callable[[Product], str]] = {
    "category": lambda p: p.category,
    "frame_shape": lambda p: p.frame_shape,
    "rim_type": lambda p: p.rim_type,
    "material": lambda p: p.material,
    "colour_family": lambda p: p.colour_family.casefold(),
    "lens_colour": lambda p: p.lens.colour.casefold(),
    "brand": lambda p: p.brand,
    "gender": lambda p: p.gender,
    "age_group": lambda p: p.age_group,
    "nose_fit": lambda p: p.nose_fit,
    "availability": lambda p: p.availability,
    "currency": lambda p: p.currency,
    "title": lambda p: p.title,
}
NUMBERS: Mapping[str, Callable[[Product], float]] = {
    "price": lambda p: float(p.price),
    "lens_width": lambda p: p.lens_width,
    "lens_height": lambda p: p.lens_height,
    "bridge": lambda p: p.bridge,
    "temple": lambda p: p.temple,
    "frame_width": lambda p: p.frame_width,
    "weight_g": lambda p: float("nan") if p.weight_g is None else p.weight_g,
    "min_pd": lambda p: float("-inf") if p.min_pd is None else p.min_pd,
    "max_pd": lambda p: float("inf") if p.max_pd is None else p.max_pd,
    "lens_category": lambda p: float(p.lens.category),
    "tau": lambda p: p.lens.tau,
    "popularity": lambda p: p.popularity,
    "boost": lambda p: p.boost,
}
FLAGS: Mapping[str, Callable[[Product], bool]] = {
    "polarized": lambda p: p.lens.polarized,
    "gradient": lambda p: p.lens.gradient,
    "mirror": lambda p: p.lens.mirror,
    "uv400": lambda p: p.lens.uv400,
    "driving_ok": lambda p: p.lens.driving_ok and p.lens.category < 4,
    "rx_able": lambda p: p.rx_able,
    "progressive_ok": lambda p: p.progressive_ok,
    "nose_pads": lambda p: p.nose_pads,
}
TAGS: Mapping[str, Callable[[Product], tuple[str, ...]]] = {"styles": lambda p: p.styles, "uses": lambda p: p.uses}


@dataclass(frozen=True)
class Column:
    """One code per row into `values`, which are sorted."""

    values: tuple[str, ...]
    codes: NDArray[np.int32]

    def at(self, row: int) -> str:
        return self.values[int(self.codes[row])]

    def grades(self, by_value: Mapping[str, float]) -> Floats:
        """The grade of each row's value, 0 where the value has none."""
        table = np.array([by_value.get(value, 0.0) for value in self.values] or [0.0])
        grades: Floats = table.take(self.codes)
        return grades


@dataclass(frozen=True, eq=False)
class CatalogueIndex:
    """Rows are products in order of model and product id; rows of a model stand together.

    `model_starts` are the first rows of the models; `id_order` is each row's place when sorted by product id, the
    tie-breaker of every list. Lengths are in mm, `weight_g` is NaN where unknown, `min_pd`/`max_pd` are infinite.
    Nothing can be changed after `of`, so threads may share it.
    """

    product_ids: tuple[str, ...]
    row_of: Mapping[str, int]
    model_starts: NDArray[np.int64]
    model_of: NDArray[np.int32]
    id_order: NDArray[np.int64]
    coded: Mapping[str, Column]
    numbers: Mapping[str, Floats]
    flags: Mapping[str, Bools]
    tags: Mapping[str, Mapping[str, Bools]]

    @classmethod
    def of(cls, products: Iterable[Product]) -> "CatalogueIndex":
        """Builds the columns; of several products with one id the last counts. Each product is looked at once and
        not kept, so that a large catalogue need not be held whole."""
        found = _Gathered()
        for product in products:
            found.add(product)
        rows = found.in_order()
        ids = tuple(found.ids[row] for row in rows)
        models = _column([found.models[row] for row in rows])
        starts = np.flatnonzero(np.diff(models.codes, prepend=-1))
        order = np.empty(len(rows), dtype=np.int64)
        order[sorted(range(len(rows)), key=ids.__getitem__)] = np.arange(len(rows))
        return cls(
            product_ids=ids,
            row_of=MappingProxyType({id: row for row, id in enumerate(ids)}),
            model_starts=_sealed(starts.astype(np.int64)),
            model_of=models.codes,
            id_order=_sealed(order),
            coded=MappingProxyType({n: _column([all[row] for row in rows]) for n, all in found.coded.items()}),
            numbers=MappingProxyType({n: _sealed(np.array(all, float)[rows]) for n, all in found.numbers.items()}),
            flags=MappingProxyType({n: _sealed(np.array(all, bool)[rows]) for n, all in found.flags.items()}),
            tags=MappingProxyType({n: _tags([all[row] for row in rows]) for n, all in found.tags.items()}),
        )

    def __len__(self) -> int:
        return len(self.product_ids)

    def rows(self, product_ids: Iterable[str]) -> NDArray[np.int64]:
        """Rows of the ids that are in the index."""
        return np.array([self.row_of[id] for id in product_ids if id in self.row_of], dtype=np.int64)

    @property
    def nbytes(self) -> int:
        """Bytes in the arrays, without the ids."""
        places = self.model_starts.nbytes + self.model_of.nbytes + self.id_order.nbytes
        columns = sum(column.codes.nbytes for column in self.coded.values())
        numbers = sum(number.nbytes for number in self.numbers.values())
        flags = sum(flag.nbytes for flag in self.flags.values())
        tags = sum(tag.nbytes for tagged in self.tags.values() for tag in tagged.values())
        return places + columns + numbers + flags + tags


@dataclass(frozen=True)
class _Gathered:
    """What columns are made of, in the order that products came. Texts that are alike are one text."""

    ids: list[str] = field(default_factory=list)
    models: list[str] = field(default_factory=list)
    coded: Mapping[str, list[str]] = field(default_factory=lambda: {name: [] for name in CODED})
    numbers: Mapping[str, "array[float]"] = field(default_factory=lambda: {name: array("d") for name in NUMBERS})
    flags: Mapping[str, "array[int]"] = field(default_factory=lambda: {name: array("b") for name in FLAGS})
    tags: Mapping[str, list[tuple[str, ...]]] = field(default_factory=lambda: {name: [] for name in TAGS})

    def add(self, product: Product) -> None:
        self.ids.append(product.product_id)
        self.models.append(intern(product.model_id))
        for name, text_of in CODED.items():
            self.coded[name].append(intern(text_of(product)))
        for name, number_of in NUMBERS.items():
            self.numbers[name].append(number_of(product))
        for name, is_so in FLAGS.items():
            self.flags[name].append(is_so(product))
        for name, tags_of in TAGS.items():
            self.tags[name].append(tuple(intern(tag) for tag in tags_of(product)))

    def in_order(self) -> NDArray[np.int64]:
        """Of model and product id, the last of each product."""
        last = {id: row for row, id in enumerate(self.ids)}
        ordered = sorted(last.values(), key=lambda row: (self.models[row], self.ids[row]))
        return np.array(ordered, dtype=np.int64)


def _sealed(array: NDArray[Kind]) -> NDArray[Kind]:
    array.flags.writeable = False
    return array


def _column(values: Sequence[str]) -> Column:
    vocabulary = tuple(sorted(set(values)))
    code_of = {value: code for code, value in enumerate(vocabulary)}
    return Column(vocabulary, _sealed(np.array([code_of[value] for value in values], dtype=np.int32)))


def _tags(rows: Sequence[tuple[str, ...]]) -> Mapping[str, Bools]:
    columns: dict[str, Bools] = {}
    for row, tags in enumerate(rows):
        for tag in tags:
            columns.setdefault(tag.casefold(), np.zeros(len(rows), dtype=np.bool_))[row] = True
    return MappingProxyType({tag: _sealed(column) for tag, column in columns.items()})
