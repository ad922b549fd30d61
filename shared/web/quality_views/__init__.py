"""The quality section of the admin API, within the reach of who asks."""
