"""Types of the public names, which `__init__.py` imports when they are first used."""

from backstride.domain.answer import Answer as Answer
from backstride.domain.answer import DailyTable as DailyTable
from backstride.domain.answer import Verdict as Verdict
from backstride.domain.effect import Effect as Effect
from backstride.inference.engine import Settings as Settings
from backstride.inference.priors import Priors as Priors
from backstride.readers.registry import read as read
from backstride.workflows.analyse_days import Fit as Fit
from backstride.workflows.analyse_days import answer as answer
from backstride.workflows.analyse_days import daily_table as daily_table
from backstride.workflows.analyse_days import estimate_load as estimate_load
from backstride.workflows.analyse_days import fit as fit

__version__: str
