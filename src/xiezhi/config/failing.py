"""How a command says that it could not do what it was asked."""


class Failed(Exception):
    """Not done; the message is one clear sentence."""
