import pytest

from shared.platform.adapters.firestore_paths import escaped


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("qualityScore.overall", "qualityScore.overall"),
        ("_expiresAt", "_expiresAt"),
        ("a.1b.c-d", "a.`1b`.`c-d`"),
        ("a b", "`a b`"),
        ("a`b", "`a\\`b`"),
        ("a\\b", "`a\\\\b`"),
    ],
)
def test_names_that_are_not_plain_stand_in_backticks(path: str, written: str) -> None:
    assert escaped(path) == written
