"""What each section and figure is for and how to read it, from data/explanations.json."""

import json
from collections.abc import Mapping
from pathlib import Path

_TEXTS = json.loads((Path(__file__).parent / "data" / "explanations.json").read_text("utf-8"))
SECTIONS: Mapping[str, str] = _TEXTS["sections"]
KPIS: Mapping[str, str] = _TEXTS["kpis"]
HOLDOUT: Mapping[str, str] = _TEXTS["holdout"]
