import numpy as np
import pytest
from PIL import Image

from shared.faces.locate import Face
from shared.tryon.canvas import Canvas
from shared.tryon.front import Front, drawn, outline
from shared.tryon.head import Head
from shared.tryon.seat import seat
from tests.unit.tryon.fronts import layer
from tests.unit.tryon.known_head import known_head


@pytest.fixture(params=[{}, {"yaw": 14.0, "roll": 20.0}, {"yaw": -10.0, "pitch": 9.0}])
def front(face: Face, request: pytest.FixtureRequest) -> Front:
    head = Head.of(known_head(face, **request.param).face())
    return Front(head, seat(head, layer()))


def test_every_point_of_the_picture_comes_out_where_the_geometry_says(front: Front) -> None:
    """A dot drawn in the flat picture is found within half a pixel."""
    box = layer().box_mm
    canvas = Canvas.around(outline(front, box), (1024, 1024), 10, 1)
    for x, y in ((-55.0, -10.0), (0.0, 0.0), (50.0, -30.0)):
        dot = Image.new("RGBa", (650, 250))
        scale = np.array([650 / (box[2] - box[0]), 250 / (box[3] - box[1])])
        column, row = (np.array([x - box[0], box[3] - y]) * scale).astype(int)
        dot.paste((255, 255, 255, 255), (column - 4, row - 4, column + 5, row + 5))
        alpha = np.asarray(drawn(front, dot, box, canvas))[..., 3].astype(float)
        rows, columns = np.indices(alpha.shape)
        centre = np.array([(columns * alpha).sum(), (rows * alpha).sum()]) / alpha.sum() + 0.5
        middle_mm = (np.array([column, row]) + 0.5) / scale * (1, -1) + (box[0], box[3])
        wanted = canvas.to_canvas(front.in_picture(middle_mm[None]))[0]
        assert np.linalg.norm(centre - wanted) < 0.5


def test_its_ends_are_bent_back(front: Front) -> None:
    flat = np.array([[-60.0, 0], [0, 0], [60, 0]])
    left, middle, right = front.head.in_picture(
        front.seat.on_head(np.column_stack([flat, [-(60**2) / 660, 0, -(60**2) / 660]]))
    )
    assert np.allclose(front.in_picture(flat), [left, middle, right])


def test_the_back_stands_nearer_the_face(front: Front) -> None:
    back = Front(front.head, front.seat, setback_mm=4.0)
    flat = np.array([[-60.0, -20], [60, -20]])
    widths = [np.linalg.norm(np.subtract(*each.in_picture(flat))) for each in (front, back)]
    assert widths[1] < widths[0]
