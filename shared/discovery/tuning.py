"""What a shop's ranking has learnt from its shoppers, as the ranking reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from weakref import WeakKeyDictionary

from shared.catalogue.index import CatalogueIndex, Floats


@dataclass(frozen=True, eq=False)
class Tuning:
    """`factors` multiply the weights of terms by their name, `popularity` (0 to 1) takes the place of the catalogue's
    by product id, `variant` names what was learnt or tried, for the impressions."""

    factors: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    popularity: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    variant: str = "default"
    _columns: "WeakKeyDictionary[CatalogueIndex, Floats]" = field(
        default_factory=WeakKeyDictionary, init=False, repr=False
    )

    def popularity_of(self, index: CatalogueIndex) -> Floats:
        """One number per row; made once for each index, since it looks up every product of it."""
        if not self.popularity:
            return index.numbers["popularity"]
        column = self._columns.get(index)
        if column is None:
            column = index.numbers["popularity"].copy()
            known = [id for id in index.product_ids if id in self.popularity]
            column[index.rows(known)] = [self.popularity[id] for id in known]
            self._columns[index] = column
        return column
