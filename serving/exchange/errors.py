"""The one exception of this package."""


class ExchangeError(Exception):
    """A release could not be exported. The message names the folder or table, what is wrong, and the remedy; nothing was written."""
