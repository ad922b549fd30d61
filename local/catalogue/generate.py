"""Writing the whole catalogue to a folder, by several processes, all or nothing."""

import hashlib
import json
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import groupby
from pathlib import Path

import shared.catalogue.product
from local.catalogue.frame import build_frame
from local.catalogue.glb import geometry_of, glb
from local.catalogue.pictures import angle_picture, front_pictures, views_of
from local.catalogue.png import png
from local.catalogue.rows import Variant, product, variants

Progress = Callable[[int, int], None]

_DIGEST_FILE = "digest.txt"


def generate(out_dir: Path, jobs: int, progress: Progress) -> bool:
    """Write `products.json` and `frames/` into `out_dir`; False when they are there already.

    Everything goes to a folder beside it first, which then takes its place, so an interrupted run leaves what was
    there before. `progress` is told how many of how many products are done.
    """
    digest = inputs_digest()
    if is_current(out_dir, digest):
        return False
    partial = out_dir.with_name(f"{out_dir.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        _write_all(partial, jobs, progress)
        (partial / _DIGEST_FILE).write_text(digest + "\n", "utf-8")
        _take_place(partial, out_dir)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return True


def inputs_digest() -> str:
    """A digest of the code and data that the catalogue is made from."""
    here = Path(__file__).parent
    sources = sorted([*here.glob("*.py"), *here.glob("data/*.json"), Path(shared.catalogue.product.__file__)])
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()


def is_current(out_dir: Path, digest: str) -> bool:
    stored = out_dir / _DIGEST_FILE
    return stored.is_file() and stored.read_text("utf-8").strip() == digest


def write_model_size(group: list[Variant], out_dir: Path) -> list[str]:
    """All colours of one model in one size: the frame is built and seen once. Returns the products as JSON."""
    frame = build_frame(group[0].design, group[0].size)
    views = views_of(frame, tinted=group[0].design.category == "sunglasses")
    geometry = geometry_of(frame)
    rows = []
    for variant in group:
        folder = out_dir / "frames" / variant.product_id
        folder.mkdir(parents=True)
        colour, tint = variant.colour, variant.tint
        front, try_on = front_pictures(views, colour, tint)
        (folder / "front.png").write_bytes(png(front))
        (folder / "angle.png").write_bytes(png(angle_picture(views, colour, tint)))
        (folder / "tryon.png").write_bytes(png(try_on))
        (folder / "frame.glb").write_bytes(glb(geometry, colour, tint))
        rows.append(product(variant, views.bridge_anchor_px).model_dump_json(by_alias=True))
    return rows


def _write_all(out_dir: Path, jobs: int, progress: Progress) -> None:
    groups = list(model_sizes())
    total, done = sum(len(group) for group in groups), 0
    rows: dict[int, list[str]] = {}
    progress(0, total)
    with ProcessPoolExecutor(jobs, initializer=_leave_stopping_to_the_parent) as pool:
        waiting = {pool.submit(write_model_size, group, out_dir): k for k, group in enumerate(groups)}
        try:
            for future in as_completed(waiting):
                rows[waiting[future]] = future.result()
                done += len(groups[waiting[future]])
                progress(done, total)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    _write_products(out_dir, [row for k in sorted(rows) for row in rows[k]])


def _leave_stopping_to_the_parent() -> None:
    """Ctrl-C reaches every process of the group; a worker finishes its frame while the parent calls off the rest."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def model_sizes() -> Iterator[list[Variant]]:
    for _, group in groupby(variants(), key=lambda variant: (variant.model_id, variant.size)):
        yield list(group)


def _write_products(out_dir: Path, rows: list[str]) -> None:
    clients: dict[str, list[object]] = {}
    for row in map(json.loads, rows):
        clients.setdefault(row["clientId"], []).append(row)
    text = json.dumps(clients, ensure_ascii=False, separators=(",", ":"))
    (out_dir / "products.json").write_text(text + "\n", "utf-8")


def _take_place(new: Path, place: Path) -> None:
    """Rename `new` to `place`, moving away what is there."""
    old = place.with_name(f"{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
