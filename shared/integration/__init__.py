"""Tries how a client's shop is set up, and says what is wrong and how to mend it."""
