"""From a Reading and the State of the conversation to the Plan of a reply."""

from deescalate.decide.decider import Decider
from deescalate.decide.ledger import fold
from deescalate.decide.situation import situate

__all__ = ["Decider", "fold", "situate"]
