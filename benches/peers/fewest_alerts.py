"""How few alerts any policy could do with that hears a yes within the hour for half of the requests.

    python3 benches/peers/fewest_alerts.py

A policy that cannot know who is willing, in a world kinder than the simulator's: each alert brings a
yes with the chance that the cheapest policy has (one at a time, 9.76 alerts a match), reach and
patience never end, nobody tires, whatever was sent may still answer, and who follows is asked one by
one, without haste. What is chosen is how many are asked at each five minutes of the first hour while
nobody has said yes. Of all such choices the cheapest is found that has a yes within 60 minutes for
half of those who get one. docs/matching.md quotes what this prints.

To install, outside the tree:
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install scipy numpy
"""

from math import erf, log, sqrt

import numpy
from scipy.optimize import minimize

# Belgium in March 2020, seeds 1 to 20: alerts a match one at a time, alerts a request by everybody.
CHANCE = 1 / 9.76
EVERYBODY = 24.7
# The delay of an answer, log-normal.
MEDIAN_MIN, SIGMA = 35, 1.3
MOMENTS = numpy.arange(0, 60, 5.0)


def answered(minutes):
    """The share of answers that come within so many minutes."""
    if minutes <= 0:
        return 0.0
    return 0.5 * (1 + erf(log(minutes / MEDIAN_MIN) / SIGMA / sqrt(2)))


def nobody_yet(asked, at):
    """The chance that nobody has said yes by then."""
    each = [(1 - CHANCE * answered(at - moment)) for moment in MOMENTS]
    return float(numpy.prod(numpy.power(each, asked)))


def alerts(asked, matched):
    """Alerts a request: those of the first hour, then one by one until the share is matched."""
    early = sum(number * nobody_yet(asked, at) for number, at in zip(asked, MOMENTS))
    brought = 1 - (1 - CHANCE) ** sum(asked)
    return early + max(0.0, matched - brought) / CHANCE


def fewest(matched):
    within = {"type": "ineq", "fun": lambda asked: 1 - nobody_yet(asked, 60) - matched / 2}
    starts = [numpy.ones(len(MOMENTS)), numpy.full(len(MOMENTS), 0.6), numpy.zeros(len(MOMENTS))]
    starts[2][0] = 8
    found = [
        minimize(alerts, start, args=(matched,), bounds=[(0, None)] * len(MOMENTS),
                 constraints=[within], method="SLSQP", options={"maxiter": 1000})
        for start in starts
    ]
    return min(result.fun for result in found if result.success)


for what, matched in [("as everybody at once", 0.714), ("97 % of the bound", 0.769), ("ours", 0.787)]:
    least = fewest(matched)
    print(f"{what:<22}{matched:6.1%} matched: {least:5.2f} alerts a request, "
          f"{least / EVERYBODY:.3f} of everybody's")
