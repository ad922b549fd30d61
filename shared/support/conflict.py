"""What the records of support do not allow in the state that they are in."""


class SupportConflict(Exception):
    """Its text is one plain sentence that says what to do."""


class NotThere(Exception):
    """No such ticket, article or incident that the asker may see; its text names the kind alone."""
