"""Words that a language writes as one: "Pilotenbrille" is a Brille for pilots."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shared.discovery.wording import plain

LEAST_LETTERS = 3  # of the first part; a shorter one is an ending or chance


@dataclass(frozen=True)
class Compounds:
    """`heads` close a compound, the longest first; `links` may stand between its parts."""

    heads: tuple[str, ...]
    links: tuple[str, ...]

    @classmethod
    def of(cls, data: Mapping[str, Sequence[str]]) -> "Compounds":
        heads = sorted({plain(head) for head in data["heads"]}, key=lambda head: (-len(head), head))
        return cls(tuple(heads), tuple(sorted(map(plain, data["links"]), key=len)))

    def seam(self, word: str, names: Callable[[str], bool]) -> tuple[str, str] | None:
        """The first part without its link, and the head; None where the word is no compound of a named part."""
        for head in self.heads:
            if not word.endswith(head):
                continue
            first = word[: -len(head)]
            for link in self.links:
                bare = first[: len(first) - len(link)]
                if first.endswith(link) and len(bare) >= LEAST_LETTERS and names(bare):
                    return bare, head
        return None
