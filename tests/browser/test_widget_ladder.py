"""Each rung below the live 3D mirror: reached by what really fails, and with a way on."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.conftest import Watched
from tests.browser.devices import DESKTOP, PHONE
from tests.browser.steps import Visit, open_list
from tests.browser.widget import CAMERA, Widget

LOOK = "Use the camera"


def opened(visit: Visit, *, camera: bool = True, **how: Any) -> tuple[Watched, Widget]:
    device = {**how.pop("device", DESKTOP), **(CAMERA if camera else {})}
    watched = open_list(visit, device=device, **how)
    watched.refusals_expected = True
    return watched, Widget.opened(watched.page)


def ask_for_camera(widget: Widget) -> None:
    widget.panel.get_by_role("button", name=LOOK).click()
    widget.agree()


def test_a_refused_camera_leads_to_the_photo(visit: Visit, portrait: Path) -> None:
    """A5: "camera denied" says so, how to change it, and offers the photo."""
    _, widget = opened(visit, camera=False, device=PHONE)
    ask_for_camera(widget)
    widget.sees("The camera is off for this page")
    expect(widget.panel.get_by_text("site settings")).to_be_visible()
    widget.button("Choose a photo").click()
    widget.choose_photo(portrait)
    widget.has_a_face()


def test_a_page_that_forbids_cameras_leads_to_the_photo(visit: Visit, portrait: Path) -> None:
    watched = visit("/shop/", device={**DESKTOP, **CAMERA})
    watched.refusals_expected = True
    watched.page.route(re.compile(r"/shop/(\?.*)?$"), forbidding_cameras)
    watched.page.reload()
    widget = Widget.opened(watched.page)
    ask_for_camera(widget)
    widget.sees("This shop’s page does not let us use the camera")
    widget.button("Choose a photo").click()
    widget.choose_photo(portrait)
    widget.has_a_face()


def test_without_webgl_the_mirror_draws_from_pictures(visit_with: Callable[..., Visit]) -> None:
    """C7: live 2D."""
    _, widget = opened(visit_with("--disable-3d-apis"))
    widget.measure_by_camera()
    widget.wear(widget.see_frames().first, "picture")
    widget.is_drawn()
    widget.button("Camera").click()
    expect(widget.button("Camera")).to_have_attribute("aria-pressed", "true")
    widget.is_worn("picture")


def test_where_webassembly_is_forbidden_a_photo_may_be_sent(visit: Visit, portrait: Path) -> None:
    """C7: by a further word of the shopper, and no earlier; tried on at the shop."""
    watched = visit("/shop/", device={**DESKTOP, **CAMERA})
    watched.refusals_expected = True
    watched.page.route("**/panel.html", without_webassembly)
    watched.page.reload()
    widget = Widget.opened(watched.page)
    ask_for_camera(widget)
    expect(widget.panel.get_by_text("This browser does not let us measure here.")).to_be_visible()
    widget.button("Measure at the shop instead?").click()
    expect(widget.panel.locator("#photo-send")).to_have_count(0)
    widget.panel.get_by_label("I agree that one photo is sent").check()
    widget.panel.locator("#photo-send").set_input_files(portrait)
    widget.has_a_face()
    widget.wear(widget.see_frames().first, "your photo")
    widget.is_drawn()


def test_a_model_that_does_not_come_can_be_asked_for_again(visit: Visit) -> None:
    watched = visit("/shop/", device={**DESKTOP, **CAMERA})
    watched.refusals_expected = True
    watched.page.route("**/*.task", lambda route: route.abort())
    widget = Widget.opened(watched.page)
    ask_for_camera(widget)
    expect(widget.panel.get_by_text("The part that measures could not be loaded.")).to_be_visible(timeout=40_000)
    expect(widget.button("Measure at the shop instead?")).to_be_visible()
    expect(widget.button("Go on without a face")).to_be_visible()
    watched.page.unroute("**/*.task")
    widget.button("Try again").click()
    widget.has_a_face()


def test_a_slow_line_shows_its_bytes(visit: Visit) -> None:
    watched, widget = opened(visit)
    line = watched.page.context.new_cdp_session(watched.page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": 900_000, "uploadThroughput": 900_000}
    ask = widget.panel.get_by_role("button", name=LOOK)
    line.send("Network.emulateNetworkConditions", slow)
    ask.click()
    widget.agree()
    bytes_told = widget.panel.get_by_text(re.compile(r"^[\d.]+ of 1\d\.\d MB"))
    expect(bytes_told).to_be_visible(timeout=20_000)
    first = bytes_told.inner_text()
    expect(bytes_told).not_to_have_text(first)
    line.send("Network.emulateNetworkConditions", {**slow, "downloadThroughput": -1, "uploadThroughput": -1})
    widget.has_a_face()


def test_offline_is_said_and_can_be_tried_again(visit: Visit) -> None:
    watched, widget = opened(visit)
    watched.page.context.set_offline(True)
    expect(widget.panel.get_by_text("You are offline.")).to_be_visible()
    widget.step("ask")
    widget.panel.get_by_label("Your message").fill("Something round, please")
    widget.button("Send").click()
    expect(widget.panel.get_by_role("alert")).to_contain_text("no connection to the shop")
    watched.page.context.set_offline(False)
    widget.button("Try again").click()
    expect(widget.panel.locator(".by-shop")).to_be_visible()


def test_events_wait_for_the_line(visit: Visit) -> None:
    """A7: what was told offline arrives after, and once."""
    watched, widget = opened(visit)
    widget.step("ask")
    watched.page.wait_for_timeout(800)
    watched.page.context.set_offline(True)
    widget.frame.evaluate("() => dispatchEvent(new ErrorEvent('error', { message: 'made by a test' }))")
    watched.page.wait_for_timeout(800)
    kept = "() => localStorage.getItem('ai-discovery:journal:training-client') ?? ''"
    assert "SCRIPT" in widget.frame.evaluate(kept)
    with watched.page.expect_response("**/v1/events") as told:
        watched.page.context.set_offline(False)
    assert told.value.json()["data"]["accepted"] >= 1
    watched.page.wait_for_timeout(300)
    assert "SCRIPT" not in widget.frame.evaluate(kept)


def test_a_shopper_who_saves_data_is_asked_first(visit: Visit) -> None:
    watched = visit("/shop/", device={**DESKTOP, **CAMERA})
    watched.page.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } })"
    )
    watched.page.reload()
    widget = Widget.opened(watched.page)
    ask_for_camera(widget)
    widget.sees("Load what measures?")
    widget.button("Load it").click()
    widget.has_a_face()


def test_a_file_that_is_no_photo_is_refused_with_a_way_on(visit: Visit, tmp_path: Path, portrait: Path) -> None:
    letter = tmp_path / "me.jpg"
    letter.write_text("This is a letter.")
    _, widget = opened(visit)
    widget.panel.get_by_role("button", name="Choose a photo").click()
    widget.agree()
    widget.choose_photo(letter)
    expect(widget.panel.get_by_role("alert")).to_contain_text("could not be read as a picture")
    widget.choose_photo(portrait)
    widget.has_a_face()


def test_too_many_requests_are_tried_again_only_when_the_api_allows(visit: Visit) -> None:
    """B13: the shopper is told, and waits as long as `Retry-After` says."""
    watched, widget = opened(visit)
    error = {"code": "RATE_LIMITED", "message": "Wait two seconds.", "requestId": "1", "details": []}
    watched.page.route(
        "**/v1/ai/chat",
        lambda route: route.fulfill(status=429, headers={"Retry-After": "2"}, json={"error": error}),
        times=1,
    )
    widget.step("ask")
    widget.panel.get_by_label("Your message").fill("Something round, please")
    widget.button("Send").click()
    expect(widget.panel.get_by_role("button", name=re.compile("Try again in [12] s"))).to_be_disabled()
    widget.button("Try again").click()
    expect(widget.panel.locator(".by-shop")).to_be_visible()


def forbidding_cameras(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "permissions-policy": "camera=()"})


def without_webassembly(route: Route) -> None:
    answer = route.fetch()
    page = answer.text().replace(" 'wasm-unsafe-eval'", "")
    policy = answer.headers["content-security-policy"].replace(" 'wasm-unsafe-eval'", "")
    route.fulfill(response=answer, body=page, headers={**answer.headers, "content-security-policy": policy})
