"""Every read of team. Import the module that is asked: ``commission``, ``ideas``, ``training``."""

from vernost.team.selectors import commission, ideas, training

__all__ = ["commission", "ideas", "training"]
