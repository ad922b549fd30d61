"""A release on Google Cloud, step by step: plan, propose, apply, smoke, traffic, rollback. Standard library alone."""
