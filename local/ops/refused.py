"""What a command answers when it cannot do what was asked."""


class Refused(Exception):
    """Nothing was changed; the message says why and what would help."""
