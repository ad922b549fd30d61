"""What goes into a function's archive, by name."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from local.bundle.modules import modules_of
from local.bundle.problem import CannotBundle
from local.bundle.requirements import complete, named, read_lock
from local.bundle.rules import rules_for
from local.setup.places import ROOT


def functions() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "functions").glob("*/main.py"))


def contents_of(function: str) -> dict[str, bytes]:
    """Every file of the archive. Raises CannotBundle.

    Cloud Functions wants `main.py` and `requirements.txt` at the root, which is then on Python's path and the
    working directory: so `shared/` lies there too, under its own name.
    """
    folder = ROOT / "functions" / function
    own = named(folder / "requirements.txt")
    rules = rules_for(own.keys())
    modules = modules_of(function, rules.left_out)
    paths = {path.relative_to(ROOT).as_posix(): path for path in _files_of(modules)}
    paths |= {name: _there(ROOT / path) for name, path in rules.files.items()}
    contents = {name: path.read_bytes() for name, path in paths.items()}
    contents["main.py"] = (folder / "main.py").read_bytes()
    contents["requirements.txt"] = complete(own, read_lock(ROOT / "requirements.txt"), function).encode()
    return contents


def _files_of(modules: Iterable[str]) -> Iterator[Path]:
    """The modules' sources, and beside each package the files that its modules read."""
    for module in modules:
        place = ROOT.joinpath(*module.split("."))
        if place.is_dir():
            yield place / "__init__.py"
            yield from _data_of(place)
        else:
            yield place.with_suffix(".py")


def _data_of(package: Path) -> Iterator[Path]:
    """Files that are no code, in the package's folder and in folders below it that are no packages themselves."""
    for path in package.iterdir():
        if path.name.startswith((".", "__")):
            continue
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            yield path
        elif path.is_dir() and not (path / "__init__.py").exists():
            yield from _data_of(path)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise CannotBundle(f"{path.relative_to(ROOT)} is missing: `make bundle` fetches it first.")
    return path
