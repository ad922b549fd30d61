import pytest

from shared.web.accept import chosen

OFFERED = ("image/png", "image/webp")


@pytest.mark.parametrize(
    "accept", ["", "*/*", "image/*", "text/html", "application/json", "nonsense;;q=,", "image/webp;q=0"]
)
def test_the_first_is_given_where_nothing_else_is_preferred(accept: str) -> None:
    assert chosen(accept, OFFERED) == "image/png"


@pytest.mark.parametrize("accept", ["image/webp", "image/avif,image/webp,*/*;q=0.8", "image/png;q=0.5, image/webp"])
def test_what_is_preferred_is_given(accept: str) -> None:
    assert chosen(accept, OFFERED) == "image/webp"
