"""What the shop says about a product: the designer's sentence and one of facts."""

from local.catalogue.chance import pick
from local.catalogue.design import Colour, Design, Size, Tint

_LOW_BRIDGE = "The low bridge fit keeps it off the cheeks."


def title(brand_name: str, design: Design, colour: Colour) -> str:
    return f"{brand_name} {design.name} · {colour.label}"


def description(design: Design, size: Size, colour: Colour, tint: Tint, weight_g: float) -> str:
    """One or two sentences, every figure in them one of the product's own."""
    sentences = _sun_facts if design.category == "sunglasses" else _clear_facts
    facts = sentences(design, size, colour, tint, weight_g)
    return f"{design.note} {pick(facts, design.brand, design.name, colour.label, size.lens_width)}"


def _clear_facts(design: Design, size: Size, colour: Colour, tint: Tint, weight_g: float) -> list[str]:
    weight, width = f"{weight_g:g} g", f"{size.frame_width:g} mm"
    facts = [
        f"It weighs {weight} and measures {width} across the front.",
        f"In {colour.label.lower()}, {width} wide, with {size.temple:g} mm temples.",
        f"Lenses {size.lens_width:g} mm wide and {size.lens_height:g} mm deep, {weight} in all.",
    ]
    if size.lens_height >= 30:
        facts.append(f"With lenses {size.lens_height:g} mm deep there is room for progressives.")
    return [_LOW_BRIDGE] if design.low_bridge else facts


def _sun_facts(design: Design, size: Size, colour: Colour, tint: Tint, weight_g: float) -> list[str]:
    lens, light = tint.label, f"{tint.tau:g} % of the light"
    if not tint.driving_ok:
        return [f"The {lens} lenses are category {tint.category} and let {light} through: not for driving."]
    facts = [
        f"The {lens} lenses are category {tint.category} and let {light} through.",
        f"In {colour.label.lower()} with {lens} lenses, category {tint.category}, {weight_g:g} g.",
    ]
    if tint.gradient:
        facts.append(f"The {lens} is darkest at the top, where it lets {light} through, and clears downwards.")
    if tint.polarized:
        facts.append(f"The {lens} lenses take the glare off water and roads and let {light} through.")
    return facts
