"""How finishes and lenses look in a photographer's light tent."""

import numpy as np

from local.catalogue.design import Finish, Tint
from local.catalogue.pattern import grain, mottling, sampled
from local.catalogue.raster import Surface
from local.catalogue.spline import Floats

_KEY = np.array([-0.35, 0.75, 0.56], np.float32)  # a large soft box, high on the left
_GAMMA = 2.2


def linear(rgb: tuple[int, int, int]) -> Floats:
    """sRGB bytes as linear light 0..1."""
    return np.asarray((np.array(rgb, np.float32) / 255.0) ** _GAMMA)


def encoded(light: Floats) -> Floats:
    """Linear light as display values 0..1, highlights rolled off."""
    return np.asarray(np.clip(light, 0, 1) ** (1 / _GAMMA))


def finish_colour(finish: Finish, pattern: Floats) -> Floats:
    """The (n, 3) linear base colour of a finish at (n, 2) pattern positions in mm."""
    base = np.broadcast_to(linear(finish.rgb), (len(pattern), 3))
    if finish.kind in ("pattern", "wood") and finish.dark and finish.light:
        field = sampled(mottling() if finish.kind == "pattern" else grain(), pattern)
        base = base + (linear(finish.light) - base) * field[:, 1:]
        return np.asarray(base + (linear(finish.dark) - base) * field[:, :1])
    if finish.kind == "fade" and finish.light:
        share = np.clip((8.0 - pattern[:, 1:]) / 26.0, 0, 1)
        return np.asarray(base + (linear(finish.light) - base) * share)
    return np.asarray(base)


def shaded(finish: Finish, surface: Surface) -> tuple[Floats, Floats]:
    """A finish's (n, 3) display colour and (n,) opacity on a surface."""
    normal, colour = surface.normal, finish_colour(finish, surface.pattern)
    facing = np.clip(normal[:, 2:], 0, 1)
    if finish.kind == "metal":
        return encoded(_metal(finish, normal, colour)), np.ones(len(colour))
    key = np.clip(normal @ (_KEY / np.linalg.norm(_KEY)), 0, 1)[:, None]
    diffuse = colour * (0.34 + 0.3 * (normal[:, 1:2] * 0.5 + 0.5) + 0.52 * key)
    fresnel = 0.035 + 0.55 * (1 - facing) ** 4
    glare = _tent(_mirrored(normal), sharp=finish.gloss)[:, None]
    sweep = _band(_mirrored(normal)[:, 0], -0.34, -0.1, 0.16)[:, None] * facing**6
    light = diffuse + glare * fresnel * (0.35 + 0.85 * finish.gloss) + sweep * 0.03 * finish.gloss
    opacity = finish.opacity + (1 - finish.opacity) * (1 - facing[:, 0]) ** 1.1 * 0.75
    return encoded(light), np.clip(opacity + 0.3 * glare[:, 0] * fresnel[:, 0], 0, 1)


def lens_shaded(tint: Tint, surface: Surface, reflective: bool) -> tuple[Floats, Floats]:
    """A lens's (n, 3) display colour and (n,) opacity: its absorption, with the room's reflection if `reflective`."""
    height, count = surface.pattern[:, 1], len(surface.pattern)
    alpha = lens_alpha(tint, height)
    light = np.broadcast_to(linear(tint.rgb), (count, 3))
    if tint.sheen:
        share = (0.55 + 0.4 * np.clip(height, 0, 1))[:, None]
        sky = 0.45 + 0.75 * _soft(surface.normal[:, 1] * 2.4 + 0.5 + (height - 0.5) * 0.5)
        light = light * (1 - share) + linear(tint.sheen) * share * sky[:, None]
    if not reflective:
        return encoded(light), alpha
    # A gradient shows its own change of tone; a reflection over it would only muddle both.
    streak = _streak(surface.pattern) * (0.0 if tint.gradient else 0.13)
    out = alpha + streak * (1 - alpha)
    shown = encoded(light) * (alpha * (1 - streak))[:, None] + streak[:, None]
    return shown / np.maximum(out, 1e-6)[:, None], out


def lens_alpha(tint: Tint, height: Floats) -> Floats:
    """Opacity by the luminous transmittance: none for clear lenses, darker at the top for a gradient.

    A gradient's `tau` is that of the upper part; its lower edge lets about three times as much through.
    """
    if tint.category == 0:
        return np.zeros_like(height)
    tau = tint.tau / 100
    if not tint.gradient:
        return np.full_like(height, 1 - tau)
    lightest = min(0.86, tau * 3.2)
    return np.asarray(1 - tau - (lightest - tau) * _soft(1.05 - height * 1.15))


def _metal(finish: Finish, normal: Floats, colour: Floats) -> Floats:
    reflected = _mirrored(normal)
    room = 0.16 + 0.62 * _soft(reflected[:, 1] * 0.75 + 0.5) + 0.95 * _tent(reflected, finish.gloss)
    dark_floor = 1 - 0.45 * _soft(-reflected[:, 1] * 2.2 - 0.35)
    return np.asarray(colour * (room * dark_floor)[:, None] + 0.02)


def _tent(direction: Floats, sharp: float) -> Floats:
    """Brightness of the light tent: a soft box overhead, a strip from the left, a faint one from the right."""
    edge = 0.12 + 0.4 * (1 - sharp)
    box = _band(direction[:, 1], 0.42, 0.92, edge) * _band(direction[:, 0], -0.85, 0.75, 0.3)
    left = 0.6 * _band(direction[:, 0], -0.98, -0.55, edge)
    right = 0.25 * _band(direction[:, 0], 0.62, 0.95, edge)
    return np.asarray(box + left + right)


def _streak(pattern: Floats) -> Floats:
    """A slanting window reflection across a lens, fading downwards; `pattern` is the place within the lens, 0..1."""
    slant = pattern[:, 0] - pattern[:, 1] * 0.32
    wide, thin = _band(slant, -0.02, 0.2, 0.1), _band(slant, 0.27, 0.31, 0.06)
    return np.asarray((wide + 0.6 * thin) * _soft(pattern[:, 1] * 1.3 - 0.15))


def _mirrored(normal: Floats) -> Floats:
    """The view direction (0, 0, 1) mirrored at each normal."""
    return np.asarray(2 * normal[:, 2:] * normal - np.array([0.0, 0.0, 1.0], np.float32))


def _band(value: Floats, low: float, high: float, edge: float) -> Floats:
    return np.asarray(_soft((value - low) / edge + 0.5) * _soft((high - value) / edge + 0.5))


def _soft(t: Floats) -> Floats:
    t = np.clip(t, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))
