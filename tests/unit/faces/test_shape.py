from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from local.training import discriminant
from local.training.fit_shape import plane_digest
from shared.faces.pose import Points, straighten
from shared.faces.result import SHAPES, FaceShape
from shared.faces.shape import Floats, jaw_features, posterior, shape_model, squared_distances
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks

ANY = np.full(5, 0.2)


def shape_probabilities(landmarks: Points) -> dict[FaceShape, float]:
    return shape_model().answer(jaw_features(straighten(landmarks))).probabilities


def away(features: Floats, steps: float) -> Floats:
    """Moved outside the plane, by as many times the scatter of a shape."""
    model = shape_model()
    wanted = np.zeros(len(model.directions))
    wanted[4] = steps
    moved = np.linalg.lstsq(model.directions, wanted, rcond=None)[0]
    return np.asarray(features + moved * model.scale)


def test_with_light_tails_the_model_says_what_scikit_learn_says() -> None:
    """Densities of the multivariate t are Gaussian when their freedom has no end."""
    chance = np.random.default_rng(7)
    labels = np.repeat(np.arange(5), 40)
    features = chance.normal(size=(200, 33)) + chance.normal(size=(5, 33))[labels]
    features[:, 30] = 0  # the chin's x
    numbers = discriminant.fit(features, labels, jitter=np.zeros((33, 33)))
    squares = squared_distances(discriminant.place(numbers, features), numbers["centres"])
    reference = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=discriminant.SHRINKAGE)
    standard = (features - numbers["mean"]) / numbers["scale"]
    expected = reference.fit(standard, labels).predict_proba(standard)
    assert posterior(squares, ANY, freedom=1e9, dimension=30) == pytest.approx(expected, abs=1e-6)


def test_known_landmarks_have_known_probabilities(face: Points) -> None:
    """Catches coefficients that no longer belong to the features. The landmarks differ a little between machines."""
    known = {"heart": 0.66, "oblong": 0.12, "oval": 0.11, "round": 0.04, "square": 0.08}
    assert shape_probabilities(face) == pytest.approx(known, abs=0.06)


def test_probabilities_add_up_to_one(face: Points) -> None:
    assert sum(shape_probabilities(face).values()) == pytest.approx(1)


def test_the_mean_face_of_the_training_set_is_no_certain_shape() -> None:
    model = shape_model()
    answer = model.answer(model.mean)
    assert max(answer.probabilities.values()) < 0.6
    assert answer.is_familiar
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
    wide = model.answer(jaw_features(straight * (1.08, 1, 1))).probabilities
    narrow = model.answer(jaw_features(straight * (0.92, 1, 1))).probabilities
    assert wide["round"] + wide["square"] > narrow["round"] + narrow["square"]
    assert narrow["oblong"] > wide["oblong"]


def test_the_farther_a_face_from_the_training_faces_the_less_sure(face: Points) -> None:
    features = jaw_features(straighten(face))
    answers = [shape_model().answer(away(features, steps)) for steps in (0, 3, 6, 30)]
    confidences = [max(answer.probabilities.values()) for answer in answers]
    assert confidences == sorted(confidences, reverse=True)
    assert confidences[0] - confidences[2] > 0.05
    distances = [answer.basis.distance for answer in answers]
    assert distances == sorted(distances)


def test_a_face_beyond_the_training_faces_is_given_no_shape(face: Points) -> None:
    features = jaw_features(straighten(face))
    near = shape_model().answer(features)
    far = shape_model().answer(away(features, 30))
    assert near.is_familiar
    assert near.shape is not None
    assert not far.is_familiar
    assert far.shape is None
    sure = replace(shape_model(), named_from=0.2, familiar_to=100.0)
    assert sure.answer(away(features, 30)).shape is not None, "it is the distance that forbids it"


def test_no_shape_is_named_below_the_threshold(face: Points) -> None:
    features = jaw_features(straighten(face))
    likeliest = max(shape_model().answer(features).probabilities.values())
    for threshold, is_named in ((likeliest - 0.01, True), (likeliest + 0.01, False)):
        answer = replace(shape_model(), named_from=threshold).answer(features)
        assert (answer.shape is not None) == is_named
        assert answer.is_familiar


def test_what_is_kept_for_a_refit_tells_the_shapes_apart_and_no_more(face: Points) -> None:
    """Four coordinates and a distance: faces that differ elsewhere share them."""
    model = shape_model()
    features = jaw_features(straighten(face))
    basis = model.answer(features).basis
    assert len(basis.coordinates) == 4
    assert model.answer(away(features, 2)).basis.coordinates == pytest.approx(basis.coordinates)
    within = ((np.array(basis.coordinates) - model.centres) ** 2).sum(axis=1)
    assert basis.distance**2 >= within.min()
    assert basis.plane == model.plane


def test_the_planes_digest_is_that_of_its_numbers() -> None:
    """Labels that were given in one plane must not be taken for those of another."""
    model = shape_model()
    numbers = {key: getattr(model, key).tolist() for key in ("mean", "scale", "directions")}
    assert plane_digest(numbers) == model.plane


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
