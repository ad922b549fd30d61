"""Requests and replies of the HTTP contract: JSON in camelCase, unknown request fields ignored."""
