"""What is wrong with a setting."""


class SettingError(Exception):
    """A setting is missing or has a value that cannot be used; the message says which and what is expected."""
