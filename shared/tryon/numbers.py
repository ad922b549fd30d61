"""The numbers that frames are placed and drawn by; each group in the data files says where it comes from."""

import json
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")

PLACEMENT: dict[str, Any] = json.loads((_DATA / "placement.json").read_text("utf-8"))
APPEARANCE: dict[str, Any] = json.loads((_DATA / "appearance.json").read_text("utf-8"))
