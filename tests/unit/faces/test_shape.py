from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from local.training import fit_shape
from shared.faces.pose import Points, straighten
from shared.faces.result import SHAPES, FaceShape
from shared.faces.shape import ShapeModel, jaw_features, shape_model
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks


def shape_probabilities(landmarks: Points) -> dict[FaceShape, float]:
    return shape_model().probabilities(jaw_features(straighten(landmarks)))


def test_the_model_says_what_scikit_learn_says() -> None:
    chance = np.random.default_rng(7)
    labels = np.repeat(np.arange(5), 40)
    features = chance.normal(size=(200, 33)) + chance.normal(size=(5, 33))[labels]
    features[:, 30] = 0  # the chin's x
    held = fit_shape.fit(features, labels)
    model = ShapeModel(shapes=SHAPES, named_from=0.5, **held)
    reference = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=fit_shape.SHRINKAGE)
    reference.fit((features - held["mean"]) / held["scale"], labels)
    for row in features[::20]:
        expected = reference.predict_proba([(row - held["mean"]) / held["scale"]])[0]
        assert list(model.probabilities(row).values()) == pytest.approx(expected, abs=1e-9)


def test_known_landmarks_have_known_probabilities(face: Points) -> None:
    """Catches coefficients that no longer belong to the features. The landmarks differ a little between machines."""
    known = {"heart": 0.79, "oblong": 0.08, "oval": 0.07, "round": 0.01, "square": 0.04}
    assert shape_probabilities(face) == pytest.approx(known, abs=0.06)


def test_probabilities_add_up_to_one(face: Points) -> None:
    assert sum(shape_probabilities(face).values()) == pytest.approx(1)


def test_the_mean_face_of_the_training_set_is_no_certain_shape() -> None:
    model = shape_model()
    average = model.probabilities(model.mean)
    assert max(average.values()) < 0.6
    assert model.shapes == SHAPES


def test_features_do_not_know_left_from_right_nor_size(face: Points) -> None:
    straight = straighten(face)
    features = jaw_features(straight)
    assert features.shape == (33,)
    assert jaw_features(3 * straight) == pytest.approx(features)
    assert features[30] == pytest.approx(0, abs=1e-12)  # the chin lies on the midline
    assert float((features**2).sum()) == pytest.approx(1)


def test_a_narrower_longer_jaw_is_less_round(face: Points) -> None:
    straight = straighten(face)
    model = shape_model()
    wide = model.probabilities(jaw_features(straight * (1.08, 1, 1)))
    narrow = model.probabilities(jaw_features(straight * (0.92, 1, 1)))
    assert wide["round"] + wide["square"] > narrow["round"] + narrow["square"]
    assert narrow["oblong"] > wide["oblong"]


def test_no_shape_is_named_below_the_threshold() -> None:
    model = shape_model()
    unsure: dict[FaceShape, float] = {"heart": 0.3, "oblong": 0.1, "oval": 0.45, "round": 0.1, "square": 0.05}
    sure: dict[FaceShape, float] = {"heart": 0.2, "oblong": 0.1, "oval": 0.55, "round": 0.1, "square": 0.05}
    assert model.name(unsure) is None
    assert model.name(sure) == "oval"


Change = Callable[[Image.Image], Image.Image]


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: picture.resize((450, 450), Image.Resampling.LANCZOS),
        lambda picture: picture.resize((1280, 1280), Image.Resampling.LANCZOS),
        lambda picture: picture.rotate(15, Image.Resampling.BICUBIC),
        lambda picture: picture.rotate(-15, Image.Resampling.BICUBIC),
    ],
    ids=["half", "larger", "tilted left", "tilted right"],
)
def test_the_same_face_keeps_its_shape(
    change: Change, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    (again,) = engine.detect(np.asarray(change(selfie)))
    before, after = shape_probabilities(face), shape_probabilities(again)
    assert max(after, key=after.__getitem__) == max(before, key=before.__getitem__)
