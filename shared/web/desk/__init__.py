"""Support as the admin API has it: tickets, articles and incidents, within the reach of who asks."""
