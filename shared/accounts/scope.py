"""Whose data a document is: one client's, or the platform's own."""

SYSTEM = "_system"  # no client's id begins with an underscore (see `Client.client_id`)
