"""How large a fitted head is: the one place where try-on learns of mm."""

from shared.faces.locate import Face
from shared.faces.size import measure

_RIGHT_IRIS, _LEFT_IRIS = 468, 473  # of the person


def mm_per_cm(face: Face) -> float:
    """mm of this person's head to a cm of the canonical face, at the depth of the eyes.

    The pupillary distance in mm over its extent along the straightened head's own x axis, so that a turned head is
    not taken for a small one.
    """
    lengths = measure(face.landmarks, face.fit.pose)
    apart_cm = face.fit.straight[_LEFT_IRIS, 0] - face.fit.straight[_RIGHT_IRIS, 0]
    return lengths["pupillaryDistance"].mm / float(apart_cm)
