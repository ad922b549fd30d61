"""Pictures of frames: stored checked, found by product, ready-made fronts kept for a while."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from shared.catalogue.product import Images
from shared.platform.adapters.folder_files import FolderFiles
from shared.tryon import pictures
from shared.tryon.pictures import Fronts, NoPicture, layer_of, path_of, store
from tests.unit.tryon.fronts import picture, png, product


@pytest.fixture
def files(tmp_path: Path) -> FolderFiles:
    return FolderFiles(tmp_path, "http://127.0.0.1:8080", b"s", lambda: datetime.now(UTC))


def test_what_was_stored_is_found_for_that_product_alone(files: FolderFiles) -> None:
    store(files, product(), png(picture()))
    assert Fronts().of(product(), files).width_mm == pytest.approx(126, abs=0.5)
    for other in (product(product_id="f-2"), product(client_id="two")):
        with pytest.raises(NoPicture, match="not been brought"):
            Fronts().of(other, files)


@pytest.mark.parametrize("name", ["..", ".", "a..b", "con"])
def test_no_product_id_leads_out_of_the_folder(name: str, files: FolderFiles) -> None:
    assert path_of("one", name) == f"frames/one/{name}.png"
    with pytest.raises(NoPicture):
        Fronts().of(product(product_id=name), files)


def test_a_front_is_read_again_after_a_while_or_when_the_product_changes(files: FolderFiles) -> None:
    now = [0.0]
    fronts = Fronts(lambda: now[0])
    store(files, product(), png(picture()))
    first = fronts.of(product(), files)
    assert fronts.of(product(), files) is first
    assert fronts.of(product(title="Another"), files) is not first
    again = fronts.of(product(), files)
    now[0] = pictures.KEPT_S + 1
    assert fronts.of(product(), files) is not again


def test_only_the_latest_fronts_are_kept(files: FolderFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "KEPT_FRAMES", 1)
    fronts = Fronts()
    for id in ("f-1", "f-2"):
        store(files, product(product_id=id), png(picture()))
    first = fronts.of(product(), files)
    fronts.of(product(product_id="f-2"), files)
    assert fronts.of(product(), files) is not first


def _without(**changes: object) -> Images:
    return product().images.model_copy(update=changes)


@pytest.mark.parametrize(
    ("content", "images", "said"),
    [
        (b"", None, "no PNG"),
        (b"<svg/>", None, "no PNG"),
        (png(picture())[:200], None, "no PNG"),
        (png(Image.new("RGBA", (600, 200))), None, "empty"),
        (png(Image.new("RGB", (600, 200), "white")), None, "not transparent"),
        (png(Image.new("RGBA", (3000, 3000))), None, "megapixels"),
        (b"x" * (pictures.MAX_BYTES + 1), None, "larger"),
        (png(picture()), _without(px_per_mm=None), "pxPerMm"),
        (png(picture()), _without(bridge_anchor_px=None), "pxPerMm"),
        (png(picture()), _without(px_per_mm=0.0), "pxPerMm"),
        (png(picture()), _without(px_per_mm=float("inf")), "frameWidth"),
        (png(picture()), _without(px_per_mm=float("nan")), "pxPerMm"),
        (png(picture()), _without(px_per_mm=1.0), "frameWidth"),
        (png(picture()), _without(bridge_anchor_px=(1e300, 50.0)), "outside"),
        (png(picture()), _without(bridge_anchor_px=(300.0, float("nan"))), "outside"),
    ],
)
def test_what_cannot_be_worn_is_refused_in_words(
    content: bytes, images: Images | None, said: str, files: FolderFiles
) -> None:
    unusable = product(**({"images": images} if images else {}))
    with pytest.raises(NoPicture, match=said):
        store(files, unusable, content)
    assert files.list("frames/") == []


def test_pictures_with_a_palette_are_read(files: FolderFiles) -> None:
    store(files, product(), png(picture().quantize(64)))
    assert Fronts().of(product(), files).is_drawn


def test_a_webp_will_do() -> None:
    from io import BytesIO

    content = BytesIO()
    picture().save(content, "WEBP", lossless=True)
    assert layer_of(content.getvalue(), product()).is_drawn
