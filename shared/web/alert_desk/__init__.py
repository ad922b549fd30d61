"""What the admin API does with alerts, by what it is about."""
