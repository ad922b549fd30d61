"""A whole frame in three dimensions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from local.catalogue.browline_front import browline_front
from local.catalogue.design import Design, Size
from local.catalogue.lens import lenses
from local.catalogue.mesh import Mesh, Part, joined
from local.catalogue.sheet_front import sheet_front
from local.catalogue.spline import Floats
from local.catalogue.temples import temples
from local.catalogue.wire_front import wire_front

_WRAP_RADIUS_MM = 330.0  # face-form: about 5.5 degrees at the lens centres
NODES = ("front", "lens_left", "lens_right", "temple_left", "temple_right")


@dataclass(frozen=True)
class Frame:
    """`parts` with the origin at the bridge's middle; `bridge_top_mm` is the bridge's upper edge over it."""

    parts: tuple[Part, ...]
    bridge_top_mm: float

    def meshes(self, *nodes: str) -> dict[str, Mesh]:
        """The parts of these nodes joined by material slot."""
        slots: dict[str, list[Mesh]] = {}
        for part in self.parts:
            if part.node in nodes:
                slots.setdefault(part.slot, []).append(part.mesh)
        return {slot: joined(meshes) for slot, meshes in slots.items()}

    @cached_property
    def bottom_mm(self) -> float:
        """The lowest point of front and lenses."""
        return min(float(part.mesh.vertices[:, 1].min()) for part in self.parts if not part.node.startswith("temple"))


def build_frame(design: Design, size: Size) -> Frame:
    """The frame of a design in a size, its front's x extent exactly the catalogue's frame width."""
    wired = design.wire and design.shape != "browline"
    build = browline_front if design.shape == "browline" else wire_front if wired else sheet_front
    front, bridge_top, bridge_middle = build(design, size)
    hinge = -5.0 if wired else -design.rim.depth / 2 + 0.9
    edge_x = size.frame_width / 2 - 2
    parts = [_wrapped(part) for part in [*_fitted(front, size), *lenses(design, size)]]
    parts += temples(design, size, hinge + float(_wrap(np.array([edge_x]))[0]))
    to_bridge = np.array([0.0, -bridge_middle, 0.0])
    moved = tuple(replace(part, mesh=part.mesh.moved(to_bridge)) for part in parts)
    return Frame(moved, bridge_top - bridge_middle)


def _fitted(front: list[Part], size: Size) -> list[Part]:
    """What lies outside the lenses stretched by microns, so that the front has exactly the catalogue's width."""
    edge, reach = size.bridge / 2 + size.lens_width, size.frame_width / 2
    widest = max(float(part.mesh.vertices[:, 0].max()) for part in front)
    scale = (reach - edge) / (widest - edge)
    return [
        _reshaped(
            part,
            0,
            lambda v: (
                np.sign(v[:, 0])
                * (np.minimum(np.abs(v[:, 0]), edge) + np.clip(np.abs(v[:, 0]) - edge, 0, None) * scale)
            ),
        )
        for part in front
    ]


def _wrap(x: Floats) -> Floats:
    """Face-form as a shift in depth alone, so that A, DBL and the width stay exact seen from the front."""
    return np.asarray(-(x**2) / (2 * _WRAP_RADIUS_MM))


def _wrapped(part: Part) -> Part:
    return _reshaped(part, 2, lambda vertices: vertices[:, 2] + _wrap(vertices[:, 0]))


def _reshaped(part: Part, axis: int, becomes: Callable[[Floats], Floats]) -> Part:
    vertices = part.mesh.vertices.copy()
    vertices[:, axis] = becomes(vertices)
    return replace(part, mesh=replace(part.mesh, vertices=vertices))
