"""Backups of one machine: a dated folder for each, with a manifest of what it holds."""
