"""Alerts: rules over metrics, their evaluation, and what is delivered to whom when one fires."""
