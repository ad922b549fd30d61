"""A shop's record as a file."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from local.ops import shop_file
from local.ops.refused import Refused
from tests.support import client

ROOT = Path(__file__).parents[4]


def _file(folder: Path, content: Any) -> Path:
    path = folder / "shop.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def _shop(**changes: Any) -> dict[str, Any]:
    return {**client("one").model_dump(mode="json", by_alias=True), **changes}


def test_the_documented_file_describes_a_shop(tmp_path: Path) -> None:
    """H26: a client with its complete configuration."""
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    [example] = re.findall(r"^```json\n(.*?)^```", text, re.M | re.S)
    shop = shop_file.read(_file(tmp_path, example))
    assert shop.has("faceAnalysis") and shop.allowed_origins and shop.branding.shop_name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "one JSON object"),
        (_shop(clientId="Not An Id"), "clientId: String should match"),
        (_shop(sessionHour=3), "sessionHour: there is no such field"),
        (_shop(branding={"shopName": "A", "acent": "#000000"}), "branding.acent: there is no such field"),
        (_shop(features={"telepathy": True}), "features.telepathy"),
        (_shop(allowedOrigins=["shop.example/"]), "'shop.example/' is not like https://shop.example"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(Refused, match=re.escape(said)):
        shop_file.read(_file(tmp_path, content))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No such file"):
        shop_file.read(tmp_path / "absent.json")
