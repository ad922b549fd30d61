"""Why a release stops."""


class ReleaseStopped(Exception):
    """The message says what is wrong and what to do; it is all that a person sees."""
