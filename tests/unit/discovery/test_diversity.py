import numpy as np

from shared.catalogue.index import CatalogueIndex
from shared.discovery.diversity import spread
from tests.unit.discovery.frames import frame

STOCK = [frame(f"{n}", model_id=f"m{n}", frame_shape=shape) for n, shape in enumerate(["round", "round", "square"])]
INDEX = CatalogueIndex.of(STOCK)


def test_of_frames_alike_in_worth_different_ones_are_taken():
    assert spread(INDEX, [0, 1, 2], np.array([0.80, 0.80, 0.79]), 2) == [0, 2]


def test_what_is_clearly_better_is_taken_though_it_looks_alike():
    assert spread(INDEX, [0, 1, 2], np.array([0.80, 0.80, 0.70]), 2) == [0, 1]


def test_all_are_taken_where_there_are_no_more():
    assert spread(INDEX, [2, 0], np.array([0.9, 0.1]), 5) == [2, 0]
