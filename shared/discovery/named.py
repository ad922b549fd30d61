"""Frames that a message names: by their names in the shop's titles, or by their place in the list shown last."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from shared.catalogue.index import CatalogueIndex
from shared.discovery.lexicon import Lexicon
from shared.discovery.matching import meets
from shared.discovery.wishes import Wishes

LEAST_LETTERS = 3  # of a name without a number
MOST_NAMED = 4


@dataclass(frozen=True, eq=False)
class Names:
    """`rows` by the words that name a model; `longest` is the most words of a name."""

    rows: Mapping[tuple[str, ...], tuple[int, ...]]
    longest: int

    @classmethod
    def of(cls, index: CatalogueIndex, lexicon: Lexicon) -> "Names":
        titles = [_words(title, lexicon) for title in index.coded["title"].values]
        codes = index.coded["title"].codes
        brands = {word for brand in index.coded["brand"].values for word in _words(brand, lexicon)}
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        ends = [*index.model_starts[1:].tolist(), len(index)]
        for start, end in zip(index.model_starts.tolist(), ends, strict=True):
            if key := _name([titles[code] for code in set(codes[start:end].tolist())], brands, lexicon):
                found[key] += range(start, end)
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


def named(
    message: str, index: CatalogueIndex, wishes: Wishes, lexicon: Lexicon, shown: Sequence[str] = ()
) -> tuple[str, ...]:
    """Ids of products that the message names, one for each name: of its variants the one with most of its title said,
    then the one that meets most wishes, then one `shown` before, then one in stock, then the first."""
    if not len(index):
        return ()
    by_language = _names.setdefault(index, {})
    if lexicon.language not in by_language:
        by_language[lexicon.language] = Names.of(index, lexicon)
    found = by_language[lexicon.language].in_message(message, lexicon)[:MOST_NAMED]
    said = frozenset(_words(message, lexicon))
    titled = {title: len(said.intersection(_words(title, lexicon))) for title in _titles(index, found)}
    return tuple(dict.fromkeys(index.product_ids[_variant(rows, index, wishes, shown, titled)] for rows in found))


def pointed_at(references: Sequence[str], shown: Sequence[str], this: str | None) -> tuple[str, ...]:
    """Ids by place: "1" is the first of `shown`, "last" the last, "this" is `this`; a place beyond the list is
    nothing."""
    places = {"last": shown[-1:], "this": (this,)}
    numbers = (one for reference in references for one in reference.split(","))
    found = [places.get(one) or (shown[int(one) - 1 : int(one)] if one.isdigit() else ()) for one in numbers]
    return tuple(dict.fromkeys(id for ids in found for id in ids if id))


def _titles(index: CatalogueIndex, found: Sequence[Sequence[int]]) -> set[str]:
    return {index.coded["title"].at(row) for rows in found for row in rows}


def _variant(
    rows: Sequence[int], index: CatalogueIndex, wishes: Wishes, shown: Sequence[str], titled: Mapping[str, int]
) -> int:
    place = np.asarray(rows)
    wanted = [wish for wish in wishes.items if wish.polarity == "wanted"]
    met = np.sum([meets(index, wish.slot, wish.value)[place] for wish in wanted], axis=0) if wanted else place * 0
    in_stock = np.array([index.coded["availability"].at(row) == "in_stock" for row in rows])
    before = np.isin([index.product_ids[row] for row in rows], list(shown))
    said = np.array([titled[index.coded["title"].at(row)] for row in rows])
    order = np.lexsort((index.id_order[place], ~in_stock, ~before, -met, -said))
    return int(place[order[0]])


def _name(titles: Sequence[tuple[str, ...]], brands: set[str], lexicon: Lexicon) -> tuple[str, ...]:
    """What all titles of a model share and the lexicon does not know: "dock", "1" of "Werfthal Dock 1 · Gold", with
    the brand and all between where that is but a number ("fjell", "01"; "osterlind", "air", "14"); empty where
    nothing is a name."""
    shared = [word for word in titles[0] if all(word in title for title in titles)]
    own = [word for word in shared if word not in brands and (word.isdigit() or not lexicon.known(word))]
    if any(len(word) >= LEAST_LETTERS and not word.isdigit() for word in own):
        return tuple(own)
    places = [place for place, word in enumerate(shared) if word in brands or word in own]
    return tuple(shared[places[0] : places[-1] + 1]) if own else ()


def _words(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Without clause marks; numbers are part of names ("Fjord 12")."""
    return tuple(token.text for token in lexicon.tokens(lexicon.plain(text)) if not token.is_boundary)
