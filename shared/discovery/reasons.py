"""Why a product is on the list, in a shopper's words: only what is true of that product."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from shared.catalogue.index import CatalogueIndex
from shared.discovery.fit import Fit
from shared.discovery.matching import COLUMNS, similar
from shared.discovery.terms import Evidence, Term
from shared.discovery.texts import Texts

POPULAR = 0.65  # smoothed share of past interest from which "often chosen" is fair
TOWARD = 0.55  # a taste grade from which a frame is like what was looked at
NEAR_CENTRES_MM = 8.0  # as data/fit.json
DRAWBACKS = frozenset({"narrow", "wide"})  # words for a width that is off


@dataclass(frozen=True, eq=False)
class Subject:
    """The product spoken of: a row of the index, how it fits, and what is known of the shopper."""

    index: CatalogueIndex
    row: int
    fit: Fit | None
    evidence: Evidence
    texts: Texts

    def value(self, column: str) -> str:
        return self.index.coded[column].at(self.row)

    def number(self, column: str) -> float:
        return float(self.index.numbers[column][self.row])

    def mm(self, column: str) -> str:
        return f"{self.number(column):.0f}"


def reason_text(term: Term, of: Subject) -> str:
    if term.kind == "avoid":
        return of.texts.reason("avoid", values=_avoided(term, of))
    return _BY_TERM.get(term.name, _slot_text)(term, of)


def recommends(term: Term, of: Subject) -> bool:
    """False where the reason's text is a drawback or a matter of taste, though it counts a little."""
    if term.name == "widthFit":
        return of.fit is not None and of.fit.word not in DRAWBACKS
    if term.name == "lensCentres":
        return _off_centre(of) <= NEAR_CENTRES_MM
    if term.name == "taste":
        return float(term.grades[of.row]) > TOWARD
    if term.name == "meaning":
        return False
    if term.name == "faceShape":
        return of.evidence.advice is not None and of.evidence.advice.level(of.value("frame_shape")) != "free"
    return True


def _avoided(term: Term, of: Subject) -> str:
    """The values that the product does not have; the term counts only where it is free of the worst of them."""
    return of.texts.either([value for value, grades in term.each.items() if grades[of.row] < 1])


def _width(term: Term, of: Subject) -> str:
    face = of.evidence.size.width
    if face is None or of.fit is None or of.fit.width_difference_mm is None:
        raise ValueError("a width term needs a face's width")
    facts = {"mm": abs(of.fit.width_difference_mm), "face": face.mm, "error": max(face.plus_minus_mm, 1)}
    return of.texts.reason(f"widthFit.{of.fit.word}", **{name: f"{mm:.0f}" for name, mm in facts.items()})


def _centres(term: Term, of: Subject) -> str:
    off = _off_centre(of)
    near = "near" if off <= NEAR_CENTRES_MM else "far"
    return of.texts.reason(f"lensCentres.{near}", mm=f"{_each_side(off):.0f}")


def _off_centre(of: Subject) -> float:
    return abs(of.fit.lens_centre_difference_mm or 0.0) if of.fit else 0.0


def _each_side(off: float) -> float:
    """Each pupil is off by half of the difference; at least one millimetre is said."""
    return max(1.0, -(-off // 2))


def _face_shape(term: Term, of: Subject) -> str:
    frame, advice, texts = of.value("frame_shape"), of.evidence.advice, of.texts
    if advice is None:
        raise ValueError("a face shape term needs a face's shape")
    shape = advice.shapes[0]
    facts = {"face": texts.label(shape), "other": texts.label(advice.shapes[-1])}
    key = f"faceShape.{advice.level(frame)}.{'one' if len(advice.shapes) == 1 else 'two'}"
    return texts.reason(key, frame=texts.data["frameNames"][frame], aFace=texts.data["faceNames"][shape], **facts)


def _popularity(term: Term, of: Subject) -> str:
    return of.texts.reason(f"popularity.{'high' if of.number('popularity') >= POPULAR else 'some'}")


def _boost(term: Term, of: Subject) -> str:
    return of.texts.reason(f"boost.{'up' if of.number('boost') > 0 else 'plain'}")


def _price(term: Term, of: Subject) -> str:
    price = Decimal(str(round(of.number("price"), 2))).quantize(Decimal("0.01"))
    key = "price.within" if term.grades[of.row] >= term.met_from else "price.beyond"
    return of.texts.reason(key, price=of.texts.price(price, of.value("currency")))


def _size(term: Term, of: Subject) -> str:
    mark = f"{of.mm('lens_width')}□{of.mm('bridge')}-{of.mm('temple')}"
    return of.texts.reason("size.exact" if term.grades[of.row] >= 1 else "size.near", mark=mark)


def _fit(term: Term, of: Subject) -> str:
    """One sentence per wish that is met at least in part."""
    return " ".join(_fit_sentence(value, of) for value, grades in term.each.items() if grades[of.row] > 0)


def _fit_sentence(value: str, of: Subject) -> str:
    if value == "low-bridge":
        return of.texts.reason(f"fit.low-bridge.{'made' if of.value('nose_fit') == 'low_bridge' else 'pads'}")
    columns = ("frame_width", "lens_width", "lens_height", "weight_g")
    return of.texts.reason(f"fit.{value}", **{column: of.mm(column) for column in columns})


def _slot_text(term: Term, of: Subject) -> str:
    slot, texts = term.name, of.texts
    exact = [value for value, grades in term.each.items() if grades[of.row] >= 1]
    near = [value for value, grades in term.each.items() if 0 < grades[of.row] < 1]
    if slot == "lens":
        return texts.reason("lens", values=texts.listed(exact))
    wanted = texts.listed(exact or near)
    actual = wanted if slot in ("use", "style") and exact else _actual(slot, near, of)
    facts = {"actual": actual, "Actual": actual[:1].upper() + actual[1:], "wanted": wanted, "values": wanted}
    key = slot if slot in ("category", "ageGroup") else f"{slot}.{'exact' if exact else 'near'}"
    return texts.reason(key, **facts)


def _actual(slot: str, near: list[str], of: Subject) -> str:
    if slot in COLUMNS:
        return of.texts.label(of.value(COLUMNS[slot]))
    alike = {tag for value in near for tag in similar(slot, value)}
    tags = of.index.tags[f"{slot}s"]
    return of.texts.listed([tag for tag, column in tags.items() if column[of.row] and tag in alike])


def _taste(term: Term, of: Subject) -> str:
    return of.texts.reason(f"taste.{'toward' if term.grades[of.row] > TOWARD else 'plain'}")


def _meaning(term: Term, of: Subject) -> str:
    return of.texts.reason("meaning")


_Teller = Callable[[Term, Subject], str]
_BY_TERM: Mapping[str, _Teller] = {
    "widthFit": _width,
    "lensCentres": _centres,
    "faceShape": _face_shape,
    "popularity": _popularity,
    "boost": _boost,
    "taste": _taste,
    "meaning": _meaning,
    "price": _price,
    "size": _size,
    "fit": _fit,
}
