"""The report of one client and period, as a PDF of designed pages."""
