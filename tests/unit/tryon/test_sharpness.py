from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageFilter

from shared.faces.locate import Face
from shared.tryon.sharpness import sharpness_of


def test_a_blurred_photo_blurs_the_frame(face: Face) -> None:
    blurred = Image.fromarray(face.picture).filter(ImageFilter.GaussianBlur(3))
    blur = sharpness_of(replace(face, picture=np.asarray(blurred))).blur_px
    assert blur > sharpness_of(face).blur_px
    assert 1 < blur <= 2.5


def test_grain_is_measured_in_grey_levels(face: Face) -> None:
    noise = np.random.default_rng(0).normal(0, 8, face.picture.shape[:2])[..., None]
    noisy = np.clip(face.picture + noise, 0, 255).astype(np.uint8)
    assert sharpness_of(replace(face, picture=noisy)).grain == pytest.approx(6.0, abs=1.0)
    assert sharpness_of(face).grain < 2


def test_a_face_beside_the_picture_is_no_error(face: Face) -> None:
    assert sharpness_of(replace(face, landmarks=face.landmarks + np.array([5000, 5000, 0]))).blur_px >= 0
