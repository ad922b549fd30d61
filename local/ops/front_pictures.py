"""The pictures that try-on draws with, from a folder into the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.ops.refused import Refused
from shared.catalogue.product import Product
from shared.platform.ports.files import Files
from shared.tryon.pictures import NoPicture, store


@dataclass(frozen=True)
class Stored:
    """`problems` are sentences, one for each picture that was left out."""

    stored: int
    problems: tuple[str, ...]


def store_all(files: Files, products: Mapping[str, Product], folder: Path) -> Stored:
    """Each `{productId}.png` of the folder, checked against its product; others are left out. Raises `Refused`."""
    if not folder.is_dir():
        raise Refused(f"{folder} is no folder.")
    problems = []
    pictures = sorted(folder.glob("*.png"))
    for picture in pictures:
        try:
            _store(files, products, picture)
        except NoPicture as problem:
            problems.append(f"{picture.name}: {problem}")
    return Stored(len(pictures) - len(problems), tuple(problems))


def _store(files: Files, products: Mapping[str, Product], picture: Path) -> None:
    if picture.stem not in products:
        raise NoPicture("the shop has no such product")
    store(files, products[picture.stem], picture.read_bytes())
