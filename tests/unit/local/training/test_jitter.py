import numpy as np
import pytest
from PIL import Image

from local.training.jitter import covariance, read_jitter
from local.training.variants import VARIANTS
from tests.unit.faces.conftest import asset


def test_the_covariance_is_that_within_faces_however_they_differ() -> None:
    chance = np.random.default_rng(3)
    spread = np.linspace(0.5, 2, 33)
    faces = chance.normal(size=(400, 1, 33)) * 50 + chance.normal(size=(400, 10, 33)) * spread
    assert np.diag(covariance(faces)) == pytest.approx(spread**2, rel=0.15)


def test_what_is_kept_is_a_covariance_and_no_face() -> None:
    kept = read_jitter()
    assert kept == pytest.approx(kept.T)
    strengths = np.linalg.eigvalsh(kept)
    assert strengths.min() > -0.001 * strengths.max(), "but for what rounding to three digits does"
    assert np.sqrt(np.diag(kept)).max() < 0.01, "in shares of the jaw's size"


def test_every_variant_is_still_a_picture_of_the_face() -> None:
    picture = Image.open(asset("astronaut.png")).convert("RGB")
    for name, change in VARIANTS.items():
        changed = change(picture)
        assert changed.mode == "RGB", name
        assert np.asarray(changed).std() > 20, name
