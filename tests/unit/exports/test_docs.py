"""docs/exports.md names every column as it is."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_every_column_is_documented() -> None:
    columns = json.loads((ROOT / "shared" / "exports" / "data" / "columns.json").read_text("utf-8"))
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    for kind, of_kind in columns.items():
        section = page.partition(f"### `{kind}`:")[2].partition("\n##")[0]
        lines = [line for line in section.splitlines() if line.startswith("| `")]
        assert lines == [f"| `{column['key']}` | {column['title']} | {column['meaning']} |" for column in of_kind]
