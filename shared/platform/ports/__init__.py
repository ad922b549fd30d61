"""What the rooms need from outside. A port is a Protocol; its adapters pass one contract suite."""
