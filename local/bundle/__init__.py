"""One archive per Cloud Function: its `main.py`, the parts of `shared/` that it needs, its exact packages."""
