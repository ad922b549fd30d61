"""How large a fitted head is and how near the camera was: the one place where try-on learns of mm."""

from shared.faces.locate import Face
from shared.faces.reference import InvalidReference, Reference
from shared.faces.scale import Scale, find_scale


def scale_of(face: Face, known: Reference) -> Scale:
    """The scale at the eyes. `known` is what was measured of the shopper before, so that a frame is worn at the size
    that was said to fit; a face that cannot be the same one is measured for itself."""
    height, width = face.picture.shape[:2]
    try:
        return find_scale(face.landmarks, face.fit, (width, height), known)
    except InvalidReference:
        return find_scale(face.landmarks, face.fit, (width, height))
