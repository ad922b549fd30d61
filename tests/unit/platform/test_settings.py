"""Settings that cannot be used are refused at the start, in words."""

from pathlib import Path

import pytest

from shared.platform.settings import SettingError, Settings

EMULATED = {
    "CLOUD": "emulators",
    "GOOGLE_CLOUD_PROJECT": "demo",
    "FIRESTORE_EMULATOR_HOST": "127.0.0.1:1",
    "PUBSUB_EMULATOR_HOST": "127.0.0.1:2",
    "STORAGE_EMULATOR_HOST": "http://127.0.0.1:3",
    "TASKS_EMULATOR_HOST": "127.0.0.1:4",
}


def test_without_settings_everything_is_on_one_machine() -> None:
    settings = Settings.from_environment({})
    assert settings.google is None
    assert settings.api_endpoint == "http://127.0.0.1:8080"


def test_the_widget_is_served_by_the_apis_address_unless_it_is_said() -> None:
    at = {"API_ENDPOINT": "https://shop.example:8443/base/"}
    assert Settings.from_environment(at).panel_origin == "https://shop.example:8443"
    elsewhere = at | {"WIDGET_ORIGIN": "https://widget.example"}
    assert Settings.from_environment(elsewhere).panel_origin == "https://widget.example"


def test_the_cloud_is_told_its_project_buckets_and_task_targets() -> None:
    env = {
        "CLOUD": "google",
        "GOOGLE_CLOUD_PROJECT": "shop-1",
        "BUCKET_PHOTOS": "shop-1-photos",
        "TASK_TARGETS": "exports=https://e.example,reports=https://r.example/x=1",
    }
    google = Settings.from_environment(env).google
    assert google is not None
    assert (google.project, google.database, google.emulators) == ("shop-1", "(default)", None)
    assert google.buckets == {"photos": "shop-1-photos"}
    assert google.task_targets == {"exports": "https://e.example", "reports": "https://r.example/x=1"}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"CLOUD": "azure"}, "CLOUD"),
        ({"CLOUD": "google", "GOOGLE_CLOUD_PROJECT": ""}, "GOOGLE_CLOUD_PROJECT"),
        ({"TASKS_EMULATOR_HOST": ""}, "TASKS_EMULATOR_HOST"),
        ({"TASK_TARGETS": "exports"}, "TASK_TARGETS"),
        ({"TASK_TARGETS": "exports=ftp://x"}, "TASK_TARGETS"),
        ({"TRACE_SHARE": "all"}, "TRACE_SHARE"),
        ({"TRACE_SHARE": "1.5"}, "TRACE_SHARE"),
        ({"PORT": "x"}, "PORT"),
        ({"API_ENDPOINT": "shop.example"}, "API_ENDPOINT"),
        ({"WIDGET_ORIGIN": "https://widget.example/v1"}, "WIDGET_ORIGIN"),
        ({"ADMIN_ORIGIN": "admin.example"}, "ADMIN_ORIGIN"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"SIGNING_SECRET_FILE": "/absent/secret"}, "SIGNING_SECRET_FILE"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(changed: dict[str, str], named: str) -> None:
    with pytest.raises(SettingError, match=named):
        Settings.from_environment(EMULATED | changed)


def test_a_secret_is_taken_by_reference(tmp_path: Path) -> None:
    mounted = tmp_path / "signing-secret"
    mounted.write_text("from Secret Manager\n")
    assert Settings.from_environment({"SIGNING_SECRET_FILE": str(mounted)}).signing_secret == b"from Secret Manager"
    assert Settings.from_environment({"SIGNING_SECRET": "direct"}).signing_secret == b"direct"
