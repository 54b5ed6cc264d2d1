"""On-site generation: how many units run, and what the air lets each of them give.

    running = E[min(A, n)] / n,    A ~ Binomial(n + k, availability)

n units make up the nameplate and k stand by for them; each is out of service independently of
the others (Billinton and Allan, Reliability Evaluation of Power Systems, 1996, ch. 2). A
combustion turbine's power falls in proportion to the density of the air that it draws in.
"""

from __future__ import annotations

from math import comb

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

ISO_C = 15.0
"""Temperature at which turbines are rated (ISO 3977-2) [C]."""
_COLD_LIMIT = 1.05
"""Generator and gearbox carry no more than this over the rating, however cold."""


def running_share(units: int, spare: int, availability: float) -> float:
    """Mean share of ``units`` that runs, 0 to 1, with ``spare`` more to take their place."""
    if units <= 0:
        return 0.0
    every = units + spare
    mean = sum(
        comb(every, up) * availability**up * (1 - availability) ** (every - up) * min(up, units)
        for up in range(every + 1)
    )
    return mean / units


def rating(dry: Array, per_kelvin: float, pressure: float = 1.0) -> Array:
    """Power over ISO rating at ``dry`` [C] and ``pressure`` [atm].

    ``per_kelvin`` is the share lost with each kelvin above 15 C, and won below it up to the
    limit of the generator.
    """
    return np.minimum(pressure * (1 - per_kelvin * (dry - ISO_C)), _COLD_LIMIT)
