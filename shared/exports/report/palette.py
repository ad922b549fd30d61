"""The product's colours (`widget/tokens.css`, the light ones)."""

import json
from pathlib import Path

PALETTE: dict[str, str] = json.loads((Path(__file__).parents[1] / "data" / "palette.json").read_text("utf-8"))
PAPER, MIST, LINE, EDGE = (PALETTE[name] for name in ("paper", "mist", "line", "edge"))
INK, SLATE, PETROL, BAND = (PALETTE[name] for name in ("ink", "slate", "petrol", "band"))
AMBER, GOOD, BAD = (PALETTE[name] for name in ("amber", "good", "bad"))
