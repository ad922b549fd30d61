"""The covers that are drawn, by what they are; shares are how much of the light a lens takes."""

from tests.measure.covered import FORMS, Cover, bar, closed_eyes, frame_only, hand, lenses, mask, scarf

_BLACK, _BROWN, _GREEN = (20, 20, 22), (60, 38, 22), (25, 45, 30)
DARK_LENSES: dict[str, Cover] = {
    **{f"{form}, {share:.0%}": lenses(form, _BLACK, share) for form in FORMS for share in (0.8, 0.9, 1.0)},
    "brown aviator, 85%": lenses("aviator", _BROWN, 0.85),
    "green aviator, 85%": lenses("aviator", _GREEN, 0.85),
    "blue aviator, 85%": lenses("aviator", (30, 50, 110), 0.85),
    "blue mirror": lenses("aviator", (60, 100, 170), 0.9, mirror=True),
    "silver mirror": lenses("round", (150, 155, 165), 0.9, mirror=True),
    "gold mirror": lenses("rectangle", (190, 140, 60), 0.9, mirror=True),
}
HALF_DARK_LENSES: dict[str, Cover] = {
    **{f"{form}, {share:.0%}": lenses(form, _BLACK, share) for form in FORMS for share in (0.6, 0.7)},
    "gradient 95 to 50%": lenses("rectangle", _BLACK, 0.95, foot=0.5),
    "gradient 90 to 30%": lenses("aviator", _BROWN, 0.9, foot=0.3),
}
LIGHT_LENSES: dict[str, Cover] = {
    "brown tint, 15%": lenses("rectangle", _BROWN, 0.15),
    "brown tint, 30%": lenses("rectangle", _BROWN, 0.3),
    "brown tint, 40%": lenses("rectangle", _BROWN, 0.4),
    "rose tint, 30%": lenses("round", (220, 150, 160), 0.3),
}
FRAMES: dict[str, Cover] = {
    "thin dark frame": frame_only("round", (60, 55, 50), 1.0),
    "thick dark frame": frame_only("rectangle", (25, 22, 20), 3.5),
    "thin gold frame": frame_only("aviator", (190, 160, 90), 1.2),
    "clear frame": frame_only("round", (215, 205, 195), 3.0),
}
MASKS: dict[str, Cover] = {
    "blue mask": mask((130, 170, 200)),
    "white mask": mask((232, 232, 230)),
    "black mask": mask((28, 28, 30)),
    "skin mask, folded": mask(None),
    "skin mask, smooth": mask(None, folds=False),
    "patterned mask": mask((150, 60, 60), pattern=True, folds=False),
    "hand": hand,
}
SCARVES: dict[str, Cover] = {
    "patterned grey scarf": scarf((120, 120, 125)),
    "red scarf": scarf((150, 35, 40)),
    "beige scarf": scarf((190, 160, 130), pattern=False),
}
BARS: dict[str, Cover] = {
    "black bar": bar((0, 0, 0)),
    "white bar": bar((255, 255, 255)),
    "skin bar": bar((200, 150, 130)),
}
COVERS = {
    **DARK_LENSES,
    **HALF_DARK_LENSES,
    **LIGHT_LENSES,
    **FRAMES,
    **MASKS,
    **SCARVES,
    **BARS,
    "closed eyes": closed_eyes,
}
