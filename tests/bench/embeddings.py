"""A message read by the embedding model, linked, and compared with 20,000 and 100,000 products."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import numpy as np

from shared.catalogue.index import CatalogueIndex, Column
from shared.discovery.linker import links
from shared.discovery.resemblance import Resemblance
from shared.discovery.wording import plain, tokens
from shared.platform.ports.embeddings import Embeddings
from shared.platform.wiring.embeddings import wire
from tests.bench.figure import Figure
from tests.bench.turns import Work, turn
from tests.eval.shop import demo_shop

RUNS = 60
MESSAGE = "Something flamboyant and kaleidoscopic for a cocktail reception, please"
UNKNOWN = ("flamboyant", "kaleidoscopic", "cocktail", "reception")
PIECES, LAYERS, WIDTH, INNER = 16, 6, 384, 1536  # MiniLM-L6; the message with its marks is about this long
_MEMORY = (
    "from pathlib import Path\n"
    "import numpy\n"
    "from shared.platform.wiring.embeddings import wire\n"
    "def mib(name): return int(Path('/proc/self/status').read_text().split(name + ':')[1].split()[0]) / 1024\n"
    "load, before = wire(None).embeddings, mib('VmRSS')\n"
    "load().embed(['gold'])\n"
    "print(mib('VmRSS') - before, mib('VmHWM') - before)\n"
)


def measure() -> list[Figure]:
    load = wire(None).embeddings
    assert load is not None, "no embedding model is installed: run the set-up"
    model, said = load(), tokens(plain(MESSAGE))
    links(said, UNKNOWN, model)  # loads the model and works the glosses out
    least = _ms(_matrix_products())
    steady, peak = _memory_mib()
    named = "its matrix products in numpy"
    return [
        Figure("a message's vector", _ms(lambda: model.embed([MESSAGE])), "ms", least, named, 4.0),
        Figure("linking four unknown words", _ms(lambda: links(said, UNKNOWN, model)), "ms", least, named, 15.0),
        _resemblance(model, 20_000, 2.0),
        _resemblance(model, 100_000, 10.0),
        Figure("memory of the embedding model", steady, "MiB", None, "", 150.0, on_ratio=False),
        Figure("memory of it while loading", peak, "MiB", None, "", 270.0, on_ratio=False),
    ]


def _ms(work: Callable[[], object]) -> float:
    def run() -> None:
        work()

    return median(turn(run, RUNS))


def _matrix_products() -> Work:
    """What the layers multiply, without attention, softmax and norms."""
    random = np.random.default_rng(1)
    square, widening = random.random((4, WIDTH, WIDTH), np.float32), random.random((WIDTH, INNER), np.float32)
    text = random.random((PIECES, WIDTH), np.float32)

    def multiply() -> None:
        for _ in range(LAYERS):
            for matrix in square:
                text @ matrix
            (text @ widening) @ widening.T

    return multiply


def _resemblance(model: Embeddings, products: int, bound_ms: float) -> Figure:
    graded = Resemblance(model).to(MESSAGE)
    assert graded is not None
    index = _repeated(demo_shop().index, products)
    graded(index)  # reads the shop's own words
    name = f"resemblance of {products} products"
    return Figure(name, _ms(lambda: graded(index)), "ms", None, "", bound_ms, on_ratio=False)


def _repeated(index: CatalogueIndex, size: int) -> CatalogueIndex:
    """Only the columns that resemblance reads are of this size."""
    rows = np.resize(np.arange(len(index)), size)
    return replace(
        index,
        product_ids=tuple(map(str, range(size))),
        coded={name: Column(column.values, column.codes[rows]) for name, column in index.coded.items()},
        tags={name: {tag: has[rows] for tag, has in tags.items()} for name, tags in index.tags.items()},
    )


def _memory_mib() -> tuple[float, float]:
    """Added by the model to a process that has numpy: what stays, and the most while it loads."""
    done = subprocess.run([sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True)
    steady, peak = map(float, done.stdout.split())
    return steady, peak
