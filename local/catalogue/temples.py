"""Temples: from the hinge back along the head, with a curve behind the ear."""

import numpy as np

from local.catalogue.design import Design, Size
from local.catalogue.mesh import Mesh, Part
from local.catalogue.spline import Floats
from local.catalogue.sweep import section, sweep

_BEHIND_EAR_MM = 40.0  # of the temple's length lies behind the ear's root
_BEND_RADIUS_MM = 24.0
_BEND_DEGREES = 46.0
_TIP_SLEEVE_MM = 52.0
_BACK_PATTERN = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]])


def temples(design: Design, size: Size, hinge_z_mm: float) -> list[Part]:
    """Both temples, each exactly `size.temple` mm along its middle line from hinge to tip."""
    slim = design.wire or design.rim_type == "rimless"
    pieces = _slim(design, size, hinge_z_mm) if slim else _broad(design, size, hinge_z_mm)
    left = [Part("temple_left", slot, mesh) for slot, mesh in pieces]
    return left + [Part("temple_right", slot, mesh.mirrored()) for slot, mesh in pieces]


def temple_path(design: Design, size: Size, hinge_z_mm: float, inset_mm: float, along: Floats) -> Floats:
    """(n, 3) points at distances `along` (mm) from the hinge."""
    straight = size.temple - _BEHIND_EAR_MM
    turned = np.clip((along - straight) / _BEND_RADIUS_MM, 0, np.radians(_BEND_DEGREES))
    after = np.clip(along - straight - _BEND_RADIUS_MM * np.radians(_BEND_DEGREES), 0, None)
    back = np.minimum(along, straight) + _BEND_RADIUS_MM * np.sin(turned) + after * np.cos(turned)
    drop = _BEND_RADIUS_MM * (1 - np.cos(turned)) + after * np.sin(turned)
    inwards = 5.0 * (along / size.temple) ** 3
    y = design.lug_y * size.lens_height / 2
    return np.column_stack([size.frame_width / 2 - inset_mm - inwards, y - drop, hinge_z_mm - back])


def _broad(design: Design, size: Size, hinge_z_mm: float) -> list[tuple[str, Mesh]]:
    along = _stations(size.temple)
    share = along / size.temple
    sport = "sporty" in design.styles
    tall = np.interp(share, [0, 0.12, 0.5, 0.72, 0.93, 0.985, 1], [8.6, 7.4, 5.6, 5.4, 6.6, 5.4, 1.6])
    thick = np.interp(share, [0, 0.3, 0.9, 0.985, 1], [3.6, 3.2, 3.0, 2.4, 0.8])
    tall = tall * (1.12 if sport else min(1.25, design.rim.top / 3.8))
    return [("temple", _arm(design, size, hinge_z_mm, along, np.column_stack([thick, tall]) / 2, 2.3, 3.2))]


def _slim(design: Design, size: Size, hinge_z_mm: float) -> list[tuple[str, Mesh]]:
    sleeve = size.temple - _TIP_SLEEVE_MM
    wire = np.concatenate([[0, 3, 30], np.linspace(60, sleeve + 4, 4)])
    half = np.column_stack([np.full(len(wire), 0.55), np.interp(wire, [0, 12, sleeve], [1.7, 1.3, 0.9])])
    covered = np.concatenate([np.linspace(sleeve, size.temple - 3, 8), [size.temple - 1, size.temple]])
    share = (covered - sleeve) / _TIP_SLEEVE_MM
    grown = np.interp(share, [0, 0.06, 0.5, 0.9, 0.98, 1], [0.85, 1.3, 1.7, 2.3, 1.9, 0.7])
    tip = np.column_stack([np.interp(share, [0, 0.06, 0.9, 1], [0.7, 1.1, 1.2, 0.5]), grown])
    return [
        ("temple", _arm(design, size, hinge_z_mm, wire, half, 0.7, 3.0)),
        ("tip", _arm(design, size, hinge_z_mm, covered, tip, 0.7, 2.4)),
    ]


def _arm(
    design: Design, size: Size, hinge_z: float, along: Floats, half: Floats, inset_mm: float, squareness: float
) -> Mesh:
    path = temple_path(design, size, hinge_z, inset_mm, along)
    return sweep(path, np.array([1.0, 0.0, 0.0]), half, section(8, squareness), _BACK_PATTERN)


def _stations(temple_mm: float) -> Floats:
    straight = temple_mm - _BEHIND_EAR_MM
    return np.concatenate(
        [
            [0, 6, 16, 40],
            np.linspace(64, straight, 3),
            np.linspace(straight + 4, temple_mm - 4, 7),
            [temple_mm - 2, temple_mm - 0.6, temple_mm],
        ]
    )
