"""What the figures of the quality section say and how to read them, from data/explanations.json."""

import json
from collections.abc import Mapping
from pathlib import Path

_TEXTS = json.loads((Path(__file__).parent / "data" / "explanations.json").read_text("utf-8"))
SECTIONS: Mapping[str, str] = _TEXTS["sections"]
COMPONENTS: Mapping[str, str] = _TEXTS["components"]
ISSUES: Mapping[str, str] = _TEXTS["issues"]
