"""What a sentence states, held against the records: each check names the kind of claim that does not hold."""

import re
from collections.abc import Callable, Mapping

from shared.catalogue.product import Product
from shared.grounding.figures import PERCENT, false_prices, false_sizes
from shared.grounding.grounds import ClaimKind
from shared.grounding.statement import Statement, is_quoted
from shared.grounding.words import KINDS, fold

_CATEGORY_NUMBER = re.compile(r"^[\s:]*(\d)")


def false_claims(said: Statement) -> set[ClaimKind]:
    """The kinds of claims in a sentence that do not hold."""
    unknown = said.marked.names_unknown and not is_quoted(said.text, said.grounds.policies)
    found: set[ClaimKind] = {"product"} if unknown else set()
    for check in (_unbacked, false_prices, false_sizes, _materials, _colours, _shapes, _lenses, _stock, _driving):
        found |= check(said)
    return found


def _unbacked(said: Statement) -> set[ClaimKind]:
    """Kinds that no product's record can bear out: only the merchant's own text can, and never a medical one."""
    text = said.words.excused.sub(" ", said.text)
    found: set[ClaimKind] = {kind for kind in KINDS if said.words.kinds[kind].search(text)}  # type: ignore[misc]
    if PERCENT.search(text):
        found.add("discount")
    if found & {"discount", "policy"} and is_quoted(said.text, said.grounds.policies):
        found -= {"discount", "policy"}
    return found


def _materials(said: Statement) -> set[ClaimKind]:
    metals = {"metal", "titanium", "steel"}

    def made_of(material: str) -> Callable[[Product], bool]:
        return lambda product: product.material in metals if material == "metal" else product.material == material

    return {"material"} if _states(said, said.words.materials, made_of) else set()


def _colours(said: Statement) -> set[ClaimKind]:
    def coloured(family: str) -> Callable[[Product], bool]:
        pattern = said.words.colours[family]

        def holds(product: Product) -> bool:
            own = fold(f"{product.colour} {product.lens.colour}").casefold()
            return product.colour_family == family or product.lens.colour == family or bool(pattern.search(own))

        return holds

    return {"colour"} if _states(said, said.words.colours, coloured) else set()


def _shapes(said: Statement) -> set[ClaimKind]:
    """Of frames, in what a model writes: a face may be oval, and the room's own texts speak of that as well."""
    if said.grounds.words is None or said.words.face.search(said.text):
        return set()

    def shaped(shape: str) -> Callable[[Product], bool]:
        return lambda product: product.frame_shape == shape

    return {"shape"} if _states(said, said.words.shapes, shaped) else set()


def _lenses(said: Statement) -> set[ClaimKind]:
    facts: dict[str, Callable[[Product], bool]] = {
        "polarized": lambda product: product.lens.polarized,
        "uv400": lambda product: product.lens.uv400,
        "mirror": lambda product: product.lens.mirror,
        "gradient": lambda product: product.lens.gradient,
        "progressive": lambda product: product.progressive_ok,
    }
    patterns = {name: said.words.lens[name] for name in facts}
    false = _states(said, patterns, facts.__getitem__)
    for match in said.words.lens["category"].finditer(said.text):
        false = false or bool(re.match(rf"\s+(?:{said.words.numbers})(?!\w)", said.text[match.end() :]))
        if number := _CATEGORY_NUMBER.match(said.text[match.end() :]):
            false = false or not said.subject_at(match.start()).bears(_filters(int(number[1])))
    return {"lens"} if false else set()


def _filters(category: int) -> Callable[[Product], bool]:
    return lambda product: product.lens.category == category


def _stock(said: Statement) -> set[ClaimKind]:
    def stands(availability: str) -> Callable[[Product], bool]:
        return lambda product: product.availability == availability

    return {"stock"} if _states(said, said.words.stock, stands) else set()


def _driving(said: Statement) -> set[ClaimKind]:
    """A frame whose lenses are not for the road is not praised for it, and none but clear ones for the night."""
    match = said.words.driving.search(said.text)
    if match is None or said.excused(match.start()):
        return set()
    subject = said.subject_at(match.start())
    by_night = bool(said.words.night.search(said.text))
    safe = subject.bears(lambda product: product.lens.driving_ok and not (by_night and product.lens.category > 0))
    return set() if safe else {"safety"}


def _states(
    said: Statement, patterns: Mapping[str, re.Pattern[str]], fact: Callable[[str], Callable[[Product], bool]]
) -> bool:
    """True when a word of one of the patterns is said of products that do not bear it."""
    text = said.words.excused.sub(lambda match: " " * len(match.group()), said.text)
    taken: list[tuple[int, int]] = []
    ordered = sorted(
        ((match, value) for value, pattern in patterns.items() for match in pattern.finditer(text)),
        key=lambda pair: pair[0].start() - pair[0].end(),
    )
    for match, value in ordered:  # the longest first: "rose gold" is not gold
        if any(start <= match.start() < end for start, end in taken):
            continue
        taken.append(match.span())
        if value == "none":
            return True
        if not said.excused(match.start()) and not said.subject_at(match.start()).bears(fact(value)):
            return True
    return False
