"""`python -m tests.deploy.schema.extract [FOLDER]` makes the kept schema anew from the packages cdktf published.

The two wheels (about 100 MB) are downloaded, or taken from FOLDER when they lie there already; they are read and
never installed. Which resources are taken says data/resources.json.
"""

import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.deploy.schema import jsii, snapshot

DOWNLOAD_TIMEOUT_S = 600.0


def main(folder: Path) -> None:
    wanted = snapshot.wanted()
    for provider, source in wanted["providers"].items():
        wheel = _wheel(source["package"], wanted["package_version"], folder)
        schema = _schema(wheel, source["folder_prefix"], wanted)
        size = snapshot.write(provider, schema)
        print(f"{provider} {schema.version}: {len(schema.resources)} resources, {size} bytes")
        missing = [name for name in wanted["resources"] if f"google_{name}" not in schema.resources]
        print(f"  not in this provider: {', '.join(missing) or 'none'}")


def _wheel(package: str, version: str, folder: Path) -> Path:
    name = f"{package.replace('-', '_')}-{version}-py3-none-any.whl"
    if not (folder / name).exists():
        pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet", "--no-deps"]
        command = [*pip, "--dest", str(folder), f"{package}=={version}"]
        subprocess.run(command, check=True, timeout=DOWNLOAD_TIMEOUT_S)
    return folder / name


def _schema(wheel: Path, prefix: str, wanted: dict[str, Any]) -> snapshot.Schema:
    folders = {f"{prefix}{name.replace('_', '-')}": f"google_{name}" for name in wanted["resources"]}
    resources: dict[str, Any] = {}
    configuration: dict[str, Any] = {}
    for folder, text in _sources(wheel):
        if folder == "provider":
            configuration = jsii.provider_block(text)
        elif folder in folders:
            _mark_also_computed(block := jsii.resource_block(text), folders[folder], wanted["also_computed"])
            resources[folders[folder]] = block
    return snapshot.Schema(wanted["provider_version"], configuration, dict(sorted(resources.items())))


def _sources(wheel: Path) -> Iterator[tuple[str, str]]:
    """Each `index.js` with the name of its folder, without the source map that doubles its size."""
    with zipfile.ZipFile(wheel) as outer:
        inner = next(name for name in outer.namelist() if name.endswith(".jsii.tgz"))
        with tarfile.open(fileobj=io.BytesIO(outer.read(inner))) as package:
            for member in package:
                parts = Path(member.name).parts
                if parts[:2] == ("package", "lib") and parts[3:] == ("index.js",):
                    file = package.extractfile(member)
                    text = file.read().decode() if file else ""
                    yield parts[2], text.partition("//# sourceMappingURL=")[0]


def _mark_also_computed(block: dict[str, Any], resource: str, also: dict[str, list[str]]) -> None:
    """The packages do not tell which optional attributes the provider fills in itself; a list of ours does."""
    for name in [*also["*"], *also.get(resource, [])]:
        if block["attributes"].get(name, ["", ""])[1] == "optional":
            block["attributes"][name][1] = "optional+computed"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with TemporaryDirectory(prefix="schema-") as scratch:
            main(Path(scratch))
