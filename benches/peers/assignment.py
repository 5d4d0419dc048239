"""The optimal assignment beside other exact solvers, on the very same graph, in one run.

    python3 benches/peers/assignment.py [--scipy] [--small]

proche's own bench builds the two graphs (A: 10^4 requests and 10^5 volunteers; B: 10^5 of both,
contended), times itself and writes the pairs. Each other solver that is installed is then given
those pairs, must find the same optimum, and is timed without reading or building its graph. proche is timed twice:
with the pairs given, like the others, and with the search for the pairs included, which no other
solver's figure holds. B is large: OR-Tools takes some twenty seconds, scipy (--scipy) forty.

To install, outside the tree:
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install ortools scipy numpy
    apt-get install liblemon-dev g++
and run this file with /tmp/peers/bin/python.
"""

import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy

HERE = Path(__file__).resolve().parent
# More than all metres together: 10^5 places of at most 10 km each.
EMPTY = 2_000_000_000


class Graph:
    """Pairs as columns; a request without any pair stays out."""

    def __init__(self, path):
        table = numpy.loadtxt(path, delimiter=",", skiprows=1, dtype=numpy.int64)
        self.requests, request = numpy.unique(table[:, 0], return_inverse=True)
        self.volunteers, volunteer = numpy.unique(table[:, 1], return_inverse=True)
        self.request, self.volunteer, self.metres = request, volunteer, table[:, 2]
        self.vital = numpy.zeros(len(self.requests), dtype=bool)
        self.vital[request] = table[:, 3] == 1

    def totals(self, used):
        """Places, vital places and metres of some of the pairs."""
        vital = int(self.vital[self.request[used]].sum())
        return len(used), vital, int(self.metres[used].sum())

    def empty_cost(self):
        return numpy.where(self.vital, 2 * EMPTY, EMPTY)


def timed(work, runs):
    """The result, and the median of the seconds that it says it took."""
    results = [work() for _ in range(runs)]
    return results[0][0], statistics.median(seconds for _, seconds in results)


def ortools(graph):
    """Min-cost flow: request -> volunteer -> sink, and request -> sink for an empty place."""
    from ortools.graph.python import min_cost_flow

    asks, offers = len(graph.requests), len(graph.volunteers)
    sink = asks + offers
    tails = numpy.concatenate([graph.request, numpy.arange(asks), asks + numpy.arange(offers)])
    heads = numpy.concatenate([asks + graph.volunteer, numpy.full(asks + offers, sink)])
    zero = numpy.zeros(offers, dtype=numpy.int64)
    costs = numpy.concatenate([graph.metres, graph.empty_cost(), zero])
    supply = numpy.concatenate([numpy.ones(asks), numpy.zeros(offers), [-asks]]).astype(int)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, numpy.ones(len(tails)), costs)
    flow.set_nodes_supplies(numpy.arange(sink + 1), supply)
    begin = time.perf_counter()
    status = flow.solve()
    seconds = time.perf_counter() - begin
    assert status == flow.OPTIMAL
    used = flow.flows(arcs)[: len(graph.metres)].nonzero()[0]
    return graph.totals(used), seconds


def scipy_lapjv(graph):
    """LAPJVsp; an empty place is a column of the request's own."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    asks, offers = len(graph.requests), len(graph.volunteers)
    own = numpy.arange(asks)
    # Zero would be no pair at all.
    costs = numpy.concatenate([graph.metres, graph.empty_cost()]).astype(float) + 1
    rows = numpy.concatenate([graph.request, own])
    columns = numpy.concatenate([graph.volunteer, offers + own])
    matrix = csr_matrix((costs, (rows, columns)), shape=(asks, offers + asks))
    begin = time.perf_counter()
    row, column = min_weight_full_bipartite_matching(matrix)
    seconds = time.perf_counter() - begin
    pairs = {pair: at for at, pair in enumerate(zip(graph.request, graph.volunteer))}
    used = [pairs[pair] for pair in zip(row, column) if pair[1] < offers]
    return graph.totals(numpy.array(used)), seconds


def lemon(program, path):
    """LEMON's network simplex, in a small program of our own."""
    answer = subprocess.run([program, path, str(EMPTY)], capture_output=True, check=True, text=True)
    seconds, *totals = answer.stdout.split()
    return tuple(int(total) for total in totals), float(seconds)


def compiled_lemon(directory):
    program = Path(directory) / "lemon"
    source = HERE / "assignment_lemon.cpp"
    command = ["g++", "-O3", "-march=native", "-DNDEBUG", "-o", program, source, "-llemon"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        print("LEMON is left out; apt-get install liblemon-dev g++")
        return None
    return program


def has(module):
    try:
        __import__(module)
    except ImportError:
        print(f"{module} is left out; pip install {module}")
        return False
    return True


def peers_of(directory, name):
    graph = Graph(Path(directory) / f"{name}.csv")
    runs = 3 if name == "A" else 1
    if has("ortools"):
        yield "OR-Tools min-cost flow", *timed(lambda: ortools(graph), runs)
    program = compiled_lemon(directory)
    if program:
        path = Path(directory) / f"{name}.csv"
        yield "LEMON network simplex", *timed(lambda: lemon(program, path), runs)
    if has("scipy") and (name == "A" or "--scipy" in sys.argv):
        yield "scipy LAPJVsp", *timed(lambda: scipy_lapjv(graph), runs)


def main():
    with tempfile.TemporaryDirectory() as directory:
        environment = {**os.environ, "PROCHE_BENCH_GRAPH": directory}
        if "--small" in sys.argv:
            environment["PROCHE_BENCH_SMALL"] = "1"
        command = ["cargo", "bench", "-q", "-p", "benches", "--bench", "assignment"]
        subprocess.run(command, env=environment, cwd=HERE.parent.parent, check=True)
        with open(Path(directory) / "proche.csv", newline="") as file:
            ours = list(csv.DictReader(file))
        for line in ours:
            given, search = float(line["pairs_given_s"]), float(line["with_search_s"])
            optimum = tuple(int(line[key]) for key in ("places", "vital_places", "distance_m"))
            print(f"{line['graph']}: {optimum[0]} places, {optimum[1]} vital, {optimum[2]} m")
            print(f"  {'proche, pairs given':28} {given:8.4f} s")
            print(f"  {'proche, search included':28} {search:8.4f} s")
            for name, totals, seconds in peers_of(directory, line["graph"]):
                assert totals == optimum, f"{name} finds {totals}"
                print(
                    f"  {name:28} {seconds:8.4f} s, same optimum; proche {seconds / given:.1f} x "
                    f"as fast with the pairs given, {seconds / search:.1f} x with the search",
                    flush=True,
                )


if __name__ == "__main__":
    main()
