"""Frames that a message names: by their names in the shop's titles, or by their place in the list shown last."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from shared.catalogue.index import CatalogueIndex
from shared.discovery.lexicon import Lexicon
from shared.discovery.wishes import Wishes

LEAST_LETTERS = 3  # of a name without a number
MOST_NAMED = 4


@dataclass(frozen=True, eq=False)
class Names:
    """`rows` by the words of a title that neither a brand nor the lexicon knows; `longest` is their number."""

    rows: Mapping[tuple[str, ...], tuple[int, ...]]
    longest: int

    @classmethod
    def of(cls, index: CatalogueIndex, lexicon: Lexicon) -> "Names":
        titles = index.coded["title"]
        brands = {word for brand in index.coded["brand"].values for word in _words(brand, lexicon)}
        keys = [_name(title, brands, lexicon) for title in titles.values]
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for row, code in enumerate(titles.codes):
            if key := keys[int(code)]:
                found[key].append(row)
        return cls({key: tuple(rows) for key, rows in found.items()}, max(map(len, found), default=0))

    def in_message(self, message: str, lexicon: Lexicon) -> list[tuple[int, ...]]:
        """The rows of each name in the message, in the order they are named; the longest name at each place."""
        said, place, found = _words(message, lexicon), 0, []
        while place < len(said):
            for length in range(min(self.longest, len(said) - place), 0, -1):
                if rows := self.rows.get(said[place : place + length]):
                    found.append(rows)
                    place += length
                    break
            else:
                place += 1
        return found


_names: "WeakKeyDictionary[CatalogueIndex, dict[str, Names]]" = WeakKeyDictionary()


def named(message: str, index: CatalogueIndex, wishes: Wishes, lexicon: Lexicon) -> tuple[str, ...]:
    """Ids of products that the message names, one for each name: of its variants the one in a colour wished for, then
    one in stock, then the first."""
    by_language = _names.setdefault(index, {})
    if lexicon.language not in by_language:
        by_language[lexicon.language] = Names.of(index, lexicon)
    found = by_language[lexicon.language].in_message(message, lexicon)[:MOST_NAMED]
    return tuple(dict.fromkeys(index.product_ids[_variant(rows, index, wishes)] for rows in found))


def pointed_at(references: Sequence[str], shown: Sequence[str], page_product: str | None) -> tuple[str, ...]:
    """Ids by place: "1" is the first shown last, "this" the product page's or else the first; a place beyond the list
    is nothing."""
    places = {"last": shown[-1:], "this": (page_product,) if page_product else shown[:1]}
    found = [places.get(one) or (shown[int(one) - 1 : int(one)] if one.isdigit() else ()) for one in references]
    return tuple(dict.fromkeys(id for ids in found for id in ids if id))


def _variant(rows: Sequence[int], index: CatalogueIndex, wishes: Wishes) -> int:
    wanted = set(wishes.values("colour"))
    place = np.asarray(rows)
    in_colour = np.isin([index.coded["colour_family"].at(row) for row in rows], list(wanted))
    in_stock = np.array([index.coded["availability"].at(row) == "in_stock" for row in rows])
    order = np.lexsort((index.id_order[place], ~in_stock, ~in_colour))
    return int(place[order[0]])


def _name(title: str, brands: set[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Empty where nothing in the title is a name of its own."""
    said = tuple(word for word in _words(title, lexicon) if word not in brands and not lexicon.known(word))
    return said if any(len(word) >= LEAST_LETTERS and not word.isdigit() for word in said) else ()


def _words(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Without clause marks; numbers are part of names ("Fjord 12")."""
    return tuple(token.text for token in lexicon.tokens(lexicon.plain(text)) if not token.is_boundary)
