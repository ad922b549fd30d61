"""Why an archive cannot be made."""


class CannotBundle(Exception):
    """The message says which function, what is wrong with it and what to do."""
