import numpy as np
from PIL import Image

from shared.tryon.canvas import Canvas


def test_it_lies_within_the_picture() -> None:
    canvas = Canvas.around(np.array([[-50.0, 20], [80, 300]]), (100, 200), 5, 1)
    assert (canvas.left, canvas.top) == (0, 15)
    assert (canvas.columns, canvas.rows) == (85, 185)
    assert canvas.window == (slice(15, 200), slice(0, 85))


def test_points_beside_the_picture_leave_a_pixel_of_it() -> None:
    canvas = Canvas.around(np.array([[500.0, -90], [600, -80]]), (100, 200), 0, 2)
    assert (canvas.columns, canvas.rows) == (1, 1)


def test_points_go_there_and_back() -> None:
    canvas = Canvas(10, 20, 30, 40, 3)
    points = np.array([[10.0, 20], [12.5, 31]])
    assert np.allclose(canvas.to_canvas(points), [[0, 0], [7.5, 33]])
    assert np.allclose(canvas.to_picture(canvas.to_canvas(points)), points)


def test_a_finer_raster_is_brought_to_the_photos_size() -> None:
    canvas = Canvas(0, 0, 8, 4, 1).finer(3)
    assert (canvas.width, canvas.height) == (24, 12)
    assert canvas.at_photo_size(Image.new("L", (24, 12))).size == (8, 4)
