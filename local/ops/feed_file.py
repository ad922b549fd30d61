"""A catalogue feed as a file: JSON, or CSV whose columns are the product's field names, flattened.

`lens.category` is a column; lists are separated by `|`; an empty cell leaves the field out.
"""

import csv
import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from local.ops.refused import Refused
from shared.catalogue.product import Product

LISTS = frozenset({"styles", "uses", "rxRange", "images.bridgeAnchorPx"})
_BEYOND = "(beyond the header)"


def rows(path: Path) -> list[object]:
    """The feed's rows as JSON objects, not yet validated. Raises `Refused`."""
    text = _text(path)
    match path.suffix.lower():
        case ".json":
            return _json_rows(path, text)
        case ".csv":
            return _csv_rows(path, text)
        case suffix:
            raise Refused(f"A feed ends in .json or .csv, not {suffix or 'nothing'!r}: {path}")


def columns(model: type[BaseModel] = Product, within: str = "") -> list[str]:
    """Every column that a feed may have."""
    found: list[str] = []
    for field in model.model_fields.values():
        name = f"{within}{field.alias}"
        kind: Any = field.annotation
        nested = isinstance(kind, type) and issubclass(kind, BaseModel)
        found += columns(kind, f"{name}.") if nested else [name]
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} is not UTF-8 text.") from None


def _json_rows(path: Path, text: str) -> list[object]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path} is not JSON: {error}.") from None
    listed = given.get("products") if isinstance(given, dict) else given
    if not isinstance(listed, list):
        raise Refused(f'{path} must hold a JSON list of products, or {{"products": […]}}.')
    return listed


def _csv_rows(path: Path, text: str) -> list[object]:
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter, restkey=_BEYOND, strict=True)
    try:
        _check_header(path, reader.fieldnames or ())
        return [_unflattened(row) for row in reader]
    except csv.Error as error:
        raise Refused(f"{path} is not CSV near line {reader.line_num}: {error}.") from None


def _check_header(path: Path, header: Any) -> None:
    known = columns()
    unknown = [name for name in header if name not in known]
    if unknown or not header:
        said = f"has columns that no product has: {', '.join(unknown)}" if unknown else "has no header"
        raise Refused(f"{path} {said}. A feed's columns are: {', '.join(known)}.")


def _unflattened(row: Mapping[str, Any]) -> dict[str, Any]:
    product: dict[str, Any] = {}
    for column, cell in row.items():
        if not cell:
            continue
        holder = product
        *parents, leaf = [column] if column == _BEYOND else column.split(".")
        for parent in parents:
            holder = holder.setdefault(parent, {})
        holder[leaf] = [part.strip() for part in cell.split("|")] if column in LISTS else cell
    return product
