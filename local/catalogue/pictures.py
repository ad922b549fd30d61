"""Product pictures of a frame: front, three-quarter view and try-on overlay."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from local.catalogue.camera import FRONT_CANVAS, PX_PER_MM, angle_view, front_view, origin_row
from local.catalogue.design import Colour, Tint
from local.catalogue.frame import Frame
from local.catalogue.layers import Painting, View, lens_painted, painted

_MARGIN_PX = 5
_BEHIND_SHADE = 0.82


@dataclass(frozen=True)
class Views:
    """What the cameras see of one model in one size; every colour is painted on the same views.

    `crop` is the try-on picture's box in the front picture, `bridge_anchor_px` the bridge's upper edge within it.
    """

    front: View
    angle: View
    crop: tuple[int, int, int, int]
    bridge_anchor_px: tuple[float, float]


def views_of(frame: Frame, tinted: bool) -> Views:
    """Look at a frame; `tinted` says whether its lenses can be seen."""
    front = front_view(frame, tinted)
    crop = _crop(front)
    anchor_row = origin_row(frame) - frame.bridge_top_mm * PX_PER_MM
    anchor = (FRONT_CANVAS[0] / 2 - crop[0], round(anchor_row - crop[1], 2))
    return Views(front, angle_view(frame, tinted), crop, anchor)


def front_pictures(views: Views, colour: Colour, tint: Tint) -> tuple[Image.Image, Image.Image]:
    """The product picture and the try-on picture.

    The product picture has one canvas, scale and baseline for every frame, a transparent ground and a soft shadow.
    The try-on picture is the front alone at `PX_PER_MM`: no temples, no shadow, clear lenses fully transparent.
    """
    behind, front = views.front.passes
    front_paint = painted(views.front, front, colour)
    product, overlay = Painting(views.front), Painting(views.front, with_shadow=False)
    product.lay(painted(views.front, behind, colour, _BEHIND_SHADE))
    product.lay(lens_painted(views.front, front, tint, reflective=True))
    product.lay(front_paint)
    overlay.lay(lens_painted(views.front, front, tint, reflective=False))
    overlay.lay(front_paint)
    return product.image(), overlay.image().crop(views.crop)


def angle_picture(views: Views, colour: Colour, tint: Tint) -> Image.Image:
    """The three-quarter view, one scale for every frame."""
    (parts,) = views.angle.passes
    painting = Painting(views.angle)
    painting.lay(painted(views.angle, parts, colour))
    painting.lay(lens_painted(views.angle, parts, tint, reflective=True))
    return painting.image()


def _crop(view: View) -> tuple[int, int, int, int]:
    """The front's box with a margin, symmetric about the middle."""
    pixels = np.concatenate([surface.pixel for surface in view.passes[1].values()])
    rows, columns = np.divmod(pixels, FRONT_CANVAS[0])
    middle = FRONT_CANVAS[0] // 2
    half = int(np.max(np.abs(columns + 0.5 - middle)) + 0.5) + _MARGIN_PX
    return middle - half, int(rows.min()) - _MARGIN_PX, middle + half, int(rows.max()) + 1 + _MARGIN_PX
