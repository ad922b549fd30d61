from tests.data_folder import clock, documents, elsewhere, erase, live, settings, start

__all__ = ["clock", "documents", "elsewhere", "erase", "live", "settings", "start"]
