"""Schema checks of the edge (load balancer, cache, private buckets) and of Vertex AI; nothing is deployed.

What each must be stands beside the modules (`tests/*.tftest.hcl`) and is run by test_plan.py. Here each is spoilt, so
that a check which sees nothing is found out, and what only a whole plan shows is looked at.
"""

import json
from pathlib import Path

import pytest

from local.setup.places import ROOT
from tests.deploy import checkov
from tests.deploy.plan import Plan, strings
from tests.deploy.terraform import TerraformFailed, Workspace

EDGE = "modules/edge"
SITES = {
    "api_url": "https://api.eyewear.example",
    "domain": "eyewear.example",
    "force_destroy": False,
    "prefix": "aid",
    "project_id": "some-project",
    "project_number": "123456789012",
    "publisher": "serviceAccount:release-apply@some-project.iam.gserviceaccount.com",
    "region": "europe-west1",
}
EXPLAINED = {  # terraform/checkov.yaml says why
    "CKV_GCP_62",
    "CKV_GCP_63",
}
FAULTS = [  # file, what stands there, what is put there, what the assertion that sees it says
    (
        "main.tf",
        'public_access_prevention    = "enforced"',
        'public_access_prevention    = "inherited"',
        "A bucket can be made public",
    ),
    ("main.tf", "member   = local.reader", 'member   = "allUsers"', "Another than the load balancer's agent reads"),
    (
        "main.tf",
        'main_page_suffix = "index.html"',
        'main_page_suffix = "x"',
        "The root of a site lists all its files",
    ),
    ("main.tf", "changing = 300 }", "changing = 31536000 }", "Versioned files are kept for a year"),
    ("main.tf", '"FORCE_CACHE_ALL"', '"CACHE_ALL_STATIC"', "Files of a private bucket are kept in no other mode"),
    ("main.tf", "frame-ancestors 'none'", "frame-ancestors *", "The admin site may be framed"),
    ("main.tf", '"Cross-Origin-Resource-Policy: cross-origin",', "", "Shops cannot load the widget"),
    ("main.tf", '"Permissions-Policy: geolocation=()', '"Permissions-Policy: camera=()', "or it has no camera there"),
    ("main.tf", '"CLOUD_ARMOR_EDGE"', '"CLOUD_ARMOR"', "What is in the cache would be answered all the same"),
    (
        "load_balancer.tf",
        '["${path_matcher.key}-fixed"]',
        '["${path_matcher.key}-changing"]',
        "A path leads to the wrong lifetime",
    ),
    ("load_balancer.tf", '"TLS_1_2"', '"TLS_1_0"', "Old ciphers or TLS below 1.2"),
    ("load_balancer.tf", "= true\n    redirect", "= false\n    redirect", "Plain HTTP is not sent on to HTTPS"),
]


@pytest.fixture
def edge(terraform_environment: dict[str, str], tmp_path: Path) -> Workspace:
    return Workspace.of(ROOT / "terraform", tmp_path, terraform_environment, EDGE)


def test_a_spoilt_edge_is_seen(edge: Workspace, tmp_path: Path) -> None:
    """J7: each assertion beside the module says so when the module breaks what it promises."""
    for file, stands, spoilt, _ in FAULTS:
        source = tmp_path / "terraform" / EDGE / file
        assert stands in source.read_text("utf-8")
        source.write_text(source.read_text("utf-8").replace(stands, spoilt), "utf-8")
    edge.init()
    with pytest.raises(TerraformFailed) as failed:
        edge.test()
    assert [said for *_, said in FAULTS if said not in str(failed.value)] == []


def test_widget_and_admin_site_are_served_without_a_public_bucket(edge: Workspace) -> None:
    """J7: no grant of the plan names everybody, and no bucket can be opened to them."""
    edge.init()
    plan = Plan.of(edge.plan(SITES))
    assert not {"allUsers", "allAuthenticatedUsers"} & {
        text for one in plan.resources for text in strings(one.values)
    }
    buckets = plan.keyed("google_storage_bucket", "site")
    assert {site: bucket.values["public_access_prevention"] for site, bucket in buckets.items()} == {
        "widget": "enforced",
        "admin": "enforced",
    }


def test_a_key_of_ones_own_encrypts_the_sites(edge: Workspace) -> None:
    """J7: the key that is given."""
    key = "projects/some-project/locations/europe-west1/keyRings/shop/cryptoKeys/data"
    edge.init()
    buckets = Plan.of(edge.plan({**SITES, "kms_key": key})).all("google_storage_bucket")
    assert {bucket.block("encryption").get("default_kms_key_name") for bucket in buckets} == {key}


def test_checkov_finds_only_what_is_explained(edge: Workspace, checkov_program: Path, tmp_path: Path) -> None:
    """J7: what the rules say of the edge."""
    edge.init()
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(edge.plan(SITES)))
    assert {finding.check for finding in checkov.scan(file)} == EXPLAINED


def test_vertex_gives_one_permission_to_the_named_functions(
    terraform_environment: dict[str, str], tmp_path: Path
) -> None:
    """D12: a function that asks models may send them a question, and can neither train, deploy nor delete."""
    vertex = Workspace.of(ROOT / "terraform", tmp_path, terraform_environment, "modules/vertex")
    vertex.init()
    chat = "serviceAccount:aid-chat@some-project.iam.gserviceaccount.com"
    asked = {name: SITES[name] for name in ("prefix", "project_id", "region")}
    plan = Plan.of(vertex.plan({**asked, "users": {"chat": chat}}))
    (role,) = plan.all("google_project_iam_custom_role")
    assert role.values["permissions"] == ["aiplatform.endpoints.predict"]
    (grant,) = plan.all("google_project_iam_member")
    assert grant.values["member"] == chat
    assert [one.values["service"] for one in plan.all("google_project_service")] == ["aiplatform.googleapis.com"]
    assert plan.all("google_vertex_ai_endpoint") == []
