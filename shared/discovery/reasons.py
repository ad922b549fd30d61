"""Why a product is on the list, in a shopper's words: only what is true of that product."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from shared.catalogue.index import CatalogueIndex
from shared.discovery.fit import fit_of
from shared.discovery.matching import COLUMNS, similar
from shared.discovery.terms import Evidence, Term
from shared.discovery.texts import Texts

POPULAR = 0.65  # smoothed share of past interest from which "often chosen" is fair
NEAR_CENTRES_MM, NEAR_BRIDGE_MM = 8.0, 2.0  # as data/fit.json


def reason_text(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    if term.kind == "avoid":
        return texts.reason("avoid", values=_avoided(term, row, texts))
    if term.name in _BY_TERM:
        return _BY_TERM[term.name](term, index, row, evidence, texts)
    return _slot_text(term, index, row, texts)


def _avoided(term: Term, row: int, texts: Texts) -> str:
    """The values that the product does not have; the term counts only where it is free of the worst of them."""
    return " or ".join(texts.label(value) for value, grades in term.each.items() if grades[row] < 1)


def _width(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    fit = fit_of(index, row, evidence.size, texts.data["fitWords"])
    if fit is None or fit.width_difference_mm is None or fit.width_plus_minus_mm is None:
        raise ValueError("a width term needs a face's width")
    off, error = abs(fit.width_difference_mm), max(fit.width_plus_minus_mm, 1)
    return texts.reason(f"widthFit.{fit.word}", mm=f"{off:.0f}", error=f"{error:.0f}")


def _centres(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    fit = fit_of(index, row, evidence.size, texts.data["fitWords"])
    off = abs(fit.lens_centre_difference_mm or 0.0) if fit else 0.0
    near = "near" if off <= NEAR_CENTRES_MM else "far"
    return texts.reason(f"lensCentres.{near}", mm=f"{_each_side(off):.0f}")


def _each_side(off: float) -> float:
    """Each pupil is off by half of the difference; at least one millimetre is said."""
    return max(1.0, -(-off // 2))


def _bridge(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    fit = fit_of(index, row, evidence.size, texts.data["fitWords"])
    off = abs(fit.bridge_difference_mm or 0.0) if fit else 0.0
    near = "near" if off <= NEAR_BRIDGE_MM else "far"
    return texts.reason(f"bridge.{near}", dbl=_mm(index, "bridge", row), mm=f"{off:.0f}")


def _face_shape(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    frame = index.coded["frame_shape"].at(row)
    shapes = evidence.advice.shapes if evidence.advice else ()
    level = evidence.advice.level(frame) if evidence.advice else "free"
    face, other = (texts.label(shape) for shape in (shapes[0], shapes[-1]))
    count = "one" if len(shapes) == 1 else "two"
    return texts.reason(f"faceShape.{level}.{count}", frame=texts.data["frameNames"][frame], face=face, other=other)


def _popularity(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    return texts.reason(f"popularity.{'high' if index.numbers['popularity'][row] >= POPULAR else 'some'}")


def _boost(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    return texts.reason(f"boost.{'up' if index.numbers['boost'][row] > 0 else 'plain'}")


def _price(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    price = Decimal(str(round(index.numbers["price"][row], 2))).quantize(Decimal("0.01"))
    key = "price.within" if term.grades[row] >= 1 else "price.beyond"
    return texts.reason(key, price=texts.price(price, index.coded["currency"].at(row)))


def _size(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    lens, bridge, temple = (_mm(index, name, row) for name in ("lens_width", "bridge", "temple"))
    mark = f"{lens}□{bridge}-{temple}"
    return texts.reason("size.exact" if term.grades[row] >= 1 else "size.near", mark=mark)


def _fit(term: Term, index: CatalogueIndex, row: int, evidence: Evidence, texts: Texts) -> str:
    """One sentence per wish that is met at least in part."""
    met = [value for value, grades in term.each.items() if grades[row] > 0]
    return " ".join(_fit_sentence(value, index, row, texts) for value in met)


def _fit_sentence(value: str, index: CatalogueIndex, row: int, texts: Texts) -> str:
    if value == "low-bridge":
        made = index.coded["nose_fit"].at(row) == "low_bridge"
        return texts.reason(f"fit.low-bridge.{'made' if made else 'pads'}")
    columns = ("frame_width", "lens_width", "lens_height", "weight_g")
    return texts.reason(f"fit.{value}", **{column: _mm(index, column, row) for column in columns})


def _slot_text(term: Term, index: CatalogueIndex, row: int, texts: Texts) -> str:
    slot = term.name
    exact = [value for value, grades in term.each.items() if grades[row] >= 1]
    near = [value for value, grades in term.each.items() if 0 < grades[row] < 1]
    if slot == "lens":
        return texts.reason("lens", values=texts.listed(exact))
    wanted = texts.listed(exact or near)
    actual = wanted if slot in ("use", "style") and exact else _actual(index, slot, row, near, texts)
    facts = {"actual": actual, "Actual": actual[:1].upper() + actual[1:], "wanted": wanted, "values": wanted}
    key = slot if slot in ("category", "ageGroup") else f"{slot}.{'exact' if exact else 'near'}"
    return texts.reason(key, **facts)


def _actual(index: CatalogueIndex, slot: str, row: int, near: list[str], texts: Texts) -> str:
    if slot in COLUMNS:
        return texts.label(index.coded[COLUMNS[slot]].at(row))
    alike = {tag for value in near for tag in similar(slot, value)}
    return texts.listed([tag for tag, column in index.tags[f"{slot}s"].items() if column[row] and tag in alike])


def _mm(index: CatalogueIndex, column: str, row: int) -> str:
    return f"{index.numbers[column][row]:.0f}"


_Teller = Callable[[Term, CatalogueIndex, int, Evidence, Texts], str]
_BY_TERM: Mapping[str, _Teller] = {
    "widthFit": _width,
    "lensCentres": _centres,
    "bridge": _bridge,
    "faceShape": _face_shape,
    "popularity": _popularity,
    "boost": _boost,
    "price": _price,
    "size": _size,
    "fit": _fit,
}
