"""Mottled acetate and wood grain as tileable fields."""

from functools import cache

import numpy as np
from numpy.random import PCG64, Generator

from local.catalogue.spline import Floats

TILE_MM = 48.0
TILE_PIXELS = 192


@cache
def mottling() -> Floats:
    """(TILE_PIXELS, TILE_PIXELS, 2) fields, 0..1: dark clouds and light clouds of tortoiseshell acetate."""
    dark = _clouds(11, stretch=(1.0, 1.5), grain_mm=7.5)
    light = _clouds(23, stretch=(1.0, 1.3), grain_mm=5.0)
    return np.stack([_soft(dark, 0.46, 0.68), _soft(light, 0.42, 0.85)], axis=-1).astype(np.float32)


@cache
def grain() -> Floats:
    """(TILE_PIXELS, TILE_PIXELS, 2) fields, 0..1: dark and light fibres of wood, running along x."""
    dark = _clouds(31, stretch=(9.0, 0.7), grain_mm=1.4)
    light = _clouds(47, stretch=(12.0, 1.2), grain_mm=1.8)
    return np.stack([_soft(dark, 0.4, 0.9), _soft(light, 0.35, 0.9)], axis=-1).astype(np.float32)


def sampled(field: Floats, at_mm: Floats) -> Floats:
    """The field's values at (n, 2) positions in mm, bilinear and repeating: (n, 2)."""
    place = at_mm * (TILE_PIXELS / TILE_MM)
    low = np.floor(place).astype(np.int64)
    share = place - low
    x0, y0 = low[:, 0] % TILE_PIXELS, low[:, 1] % TILE_PIXELS
    x1, y1 = (x0 + 1) % TILE_PIXELS, (y0 + 1) % TILE_PIXELS
    sx, sy = share[:, :1], share[:, 1:]
    upper = field[y0, x0] * (1 - sx) + field[y0, x1] * sx
    return np.asarray(upper * (1 - sy) + (field[y1, x0] * (1 - sx) + field[y1, x1] * sx) * sy)


def _clouds(seed: int, stretch: tuple[float, float], grain_mm: float) -> Floats:
    """Random waves with a bell-shaped spectrum, so the tile repeats without a seam; scaled to 0..1."""
    noise = Generator(PCG64(seed)).random((TILE_PIXELS, TILE_PIXELS))
    frequency = np.fft.fftfreq(TILE_PIXELS, TILE_MM / TILE_PIXELS)
    fy, fx = np.meshgrid(frequency, frequency, indexing="ij")
    radius2 = (fx * stretch[0]) ** 2 + (fy * stretch[1]) ** 2
    spectrum = np.exp(-radius2 * grain_mm**2 * 1.6) + 0.06 * np.exp(-radius2 * (grain_mm / 3) ** 2 * 1.6)
    field = np.real(np.fft.ifft2(np.fft.fft2(noise - 0.5) * spectrum))
    ranks = (field - field.min()) / np.ptp(field)
    return np.asarray(ranks)


def _soft(field: Floats, low: float, high: float) -> Floats:
    t = np.clip((field - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))
