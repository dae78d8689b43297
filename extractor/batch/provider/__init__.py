"""Articles by way of a provider's batch: asked today at half the price, answered within a day.

`submit` writes the requests down, sends them and goes; `collect` takes the answers to where those of a model
that is asked directly go, and then reads the articles as in any other run. A small file tells at each moment
how far it has come, so that a process may be killed between any two steps.
"""

from extractor.batch.provider.answers import Answers
from extractor.batch.provider.collecting import fetch, is_finished, standing, wait
from extractor.batch.provider.preparing import Limits, prepare
from extractor.batch.provider.sending import send, send_again
from extractor.batch.provider.state import Parcel, Standing, State, held, load, new
from extractor.batch.provider.told import config_of, settings_of, told

__all__ = [
    "Answers",
    "Limits",
    "Parcel",
    "Standing",
    "State",
    "config_of",
    "fetch",
    "held",
    "is_finished",
    "load",
    "new",
    "prepare",
    "send",
    "send_again",
    "settings_of",
    "standing",
    "told",
    "wait",
]
