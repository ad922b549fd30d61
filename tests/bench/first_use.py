"""What the first message costs that needs a thing, each in a process of its own: `python -m tests.bench first-use`.

The baseline is reading the same files and parsing their JSON; of the model it is reading the file and its hash.
"""

import subprocess
import sys

from local.functions import ROOT
from shared.discovery.language import languages
from tests.bench.figure import Figure

RUNS = 3
_FILES = "import json, pathlib; d = pathlib.Path('shared/discovery/data')\n"
_READ = "[json.loads(p.read_text()) for n in ('lexicon', 'intents', 'common') for p in d.glob(f'{{n}}.{}.json')]"
_TIMED = "import time; started = time.perf_counter()\n{}\nprint((time.perf_counter() - started) * 1000)"
_LEXICON = "from shared.discovery.lexicon import Lexicon\nimport functions.chat.main\n"
_MODEL = "from shared.platform.wiring.embeddings import wire\nimport numpy\nmodel = wire(None).embeddings()\n"
_HASH = (
    "from shared.platform.adapters.minilm import model_file\n"
    "from shared.platform.adapters.minilm.model_file import installed\nmodel = installed()\n"
)
_GLOSSES = _MODEL + "from shared.discovery.meaning import meanings\nmodel.embed(['gold'])\n"
LEXICON_MS, ALL_MS, TELLING_MS, MODEL_MS = 400.0, 1200.0, 150.0, 500.0


def measure() -> list[Figure]:
    every = _ms(_FILES, _READ.format("*"))
    loading = "; ".join(f"Lexicon.load({language!r})" for language in languages())
    return [
        *(_lexicon(language) for language in languages()),
        _figure("first use of all lexicons", _ms(_LEXICON, loading), every, "parsing them", ALL_MS),
        _figure("first telling of a language", _ms(_LEXICON, _TELL), every, "parsing all lexicons", TELLING_MS),
        _figure("first use of the model", _ms(_MODEL, "model.embed(['gold'])"), _hash(), "its hash", MODEL_MS),
        _figure("first use of the glosses", _ms(_GLOSSES, "meanings(model)"), _hash(), "its hash", MODEL_MS),
    ]


_TELL = "from shared.discovery.language import language_of; language_of('something for the beach', 'en')"


def _lexicon(language: str) -> Figure:
    ours, least = _ms(_LEXICON, f"Lexicon.load({language!r})"), _ms(_FILES, _READ.format(language))
    return _figure(f"first use of the lexicon {language}", ours, least, "parsing it", LEXICON_MS)


def _hash() -> float:
    return _ms(_HASH, "model_file.is_whole(model)")


def _figure(name: str, value: float, baseline: float, baseline_name: str, bound_ms: float) -> Figure:
    return Figure(name, value, "ms", baseline, baseline_name, bound_ms, on_ratio=False)


def _ms(before: str, timed: str) -> float:
    """The least disturbed of some runs."""
    code = before + _TIMED.format(timed)
    return min(_run(code) for _ in range(RUNS))


def _run(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)
