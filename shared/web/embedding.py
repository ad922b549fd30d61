"""In which page a call is made: as the browser says of itself, or of the frame that the widget's panel stands in.

The panel is a page of the widget's own origin, so that is what browsers send as `Origin`, whichever shop it stands
in. It names the page around it in `HEADER`; that it learnt from the browser (`event.origin` of the message that
started it), so no page can make it name another.
"""

HEADER = "X-Embedding-Origin"


def page_of(origin: str | None, named: str | None, widget_origin: str | None) -> str | None:
    """The origin that a key is held to; None where no browser calls.

    `origin` is the call's `Origin`, `named` its `HEADER`. What is named counts from the widget's origin, and from a
    browser that leaves the origin out, as it does when it reads within one. Any other page is what its browser says.
    """
    return named if named is not None and origin in (None, widget_origin) else origin
