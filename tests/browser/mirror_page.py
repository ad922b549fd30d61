"""The page of `widget/tests/mirror_page.ts`: engine and mirror under the panel's content policy, no stack."""

import json
import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from local.setup.node import WIDGET
from tests.typescript import run_node

ORIGIN = "https://mirror.example"
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' blob:; img-src 'self' blob: data:"
)
ENGINE = WIDGET / "node_modules" / "@mediapipe" / "tasks-vision" / "wasm"
_HTML = '<!doctype html><title>Mirror</title><body><script type="module" src="mirror_page.js"></script>'


class Site:
    """What the page's origin answers with; `files` may be added to."""

    def __init__(self, script: Path, model: Path) -> None:
        self.policy = POLICY
        self.files: dict[str, bytes | Path] = {
            **{f"engine/{file.name}": file for file in ENGINE.iterdir()},
            **{file.name: file for file in script.iterdir()},
            "engine/face_landmarker.task": model,
            "": _HTML.encode(),
        }

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path.removeprefix("/")
        content = self.files.get(path)
        if content is None:
            route.fulfill(status=404)
            return
        body = content.read_bytes() if isinstance(content, Path) else content
        kind = mimetypes.guess_type(path or "index.html")[0] or "application/octet-stream"
        route.fulfill(body=body, content_type=kind, headers={"content-security-policy": self.policy})


def built(folder: Path, model: Path) -> Site:
    """The page's script as the build would make it."""
    sizes = {"wasm": (ENGINE / "vision_wasm_internal.wasm").stat().st_size, "model": model.stat().st_size}
    done = run_node(
        WIDGET / "node_modules" / "esbuild" / "bin" / "esbuild",
        WIDGET / "tests" / "mirror_page.ts",
        *("--bundle", "--splitting", "--format=esm", "--target=es2022", "--log-level=warning"),
        f"--define:ENGINE_BYTES={json.dumps(sizes)}",
        f"--outdir={folder}",
    )
    assert done.returncode == 0, done.stderr
    return Site(folder, model)


@contextmanager
def opened(site: Site, launch: Callable[..., Browser], *switches: str) -> Iterator[Page]:
    browser = launch(*switches)
    page = browser.new_page()
    page.route(f"{ORIGIN}/**", site.answer)
    page.goto(f"{ORIGIN}/")
    yield page
    browser.close()


def camera(video: Path) -> tuple[str, ...]:
    """Switches of a browser whose webcam shows this file, and which asks nobody for it."""
    shown = f"--use-file-for-fake-video-capture={video}"
    return ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", shown)
