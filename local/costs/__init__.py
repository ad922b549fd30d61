"""What a month on Google Cloud costs, from docs/costs.json."""
