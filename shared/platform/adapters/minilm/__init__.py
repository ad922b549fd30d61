"""MiniLM, a small sentence embedding model (all-MiniLM-L6-v2, 8-bit weights), run on this machine's processor."""
