"""The nearest volunteers who fit, beside others that are asked from outside, in one run.

    python3 benches/peers/index.py [--small]

proche's own bench makes up the volunteers and the queries (a million; --small: a hundred thousand),
answers them and is timed. Each peer that is installed is then given the same volunteers, must find
neighbours at the same distances, and is timed without loading and without a way over a network:

- scipy's cKDTree, which knows places alone: more and more neighbours are taken until ten fit.
  All queries are put to it at once, in C, which spares it Python's cost for each.
- PostGIS, geography `<->` over GiST, the filter in columns of the same table; timed inside the
  server. Once more with an index of those alone who are available and have the skill, as if no
  other kind of help were ever asked for.
- Redis, GEOSEARCH with a radius that doubles until ten fit; what counts is the server's own
  `commandstats`. The filter is a set of its own; how far each volunteer goes it cannot know, so
  that this is looked up outside, at no charge.

"filtered" asks for ten who are available (30 %), have the skill (20 %) and go that far; "own
radius" for ten who go that far.

To install, outside the tree:
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install scipy numpy
    apt-get install postgresql-15-postgis-3 redis-server
and run this file with /tmp/peers/bin/python. The server of PostgreSQL is a temporary one of
`cargo xtask postgres`, that of Redis listens on a socket in a temporary directory.
"""

import csv
import math
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NEEDED = 10
# As many queries are timed together, and so often; the best time counts, as it does for us.
TOGETHER = 50
ROUNDS = 3
KINDS = ("filtered", "own radius")
EARTH_RADIUS_M = 6_371_008.8
# Redis' own.
REDIS_RADIUS_M = 6_372_797.560856
LARGEST_RADIUS_M = 50_000


def read(path, types):
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return [tuple(kind(cell) for kind, cell in zip(types, row)) for row in rows]


class World:
    """What the bench wrote: volunteers, queries, and for each kind the right distances."""

    def __init__(self, directory):
        self.directory = Path(directory)
        types = (int, float, float, int, int, int)
        self.volunteers = read(self.directory / "volunteers.csv", types)
        self.queries = read(self.directory / "queries.csv", (float, float))
        self.distances = {kind: [[] for _ in self.queries] for kind in KINDS}
        for kind, query, metres in read(self.directory / "answers.csv", (str, int, int)):
            self.distances[kind][query].append(metres)

    def agree(self, name, kind, answers):
        """The same distances, within what the peer's numbers are good for."""
        for query, (ours, theirs) in enumerate(zip(self.distances[kind], answers)):
            assert len(ours) == len(theirs), f"{name}, {kind}, query {query}: {ours} {theirs}"
            for mine, other in zip(ours, sorted(theirs)):
                assert abs(mine - other) <= 1.5, f"{name}, {kind}, query {query}: {ours} {theirs}"


def units(places):
    import numpy

    lat, lon = numpy.radians(numpy.array(places, dtype=float)).T
    ring = numpy.cos(lat)
    return numpy.stack([ring * numpy.cos(lon), ring * numpy.sin(lon), numpy.sin(lat)], 1)


def scipy_tree(world):
    """Answers kinds with seconds and distances."""
    import numpy
    from scipy.spatial import cKDTree

    points = units([row[1:3] for row in world.volunteers])
    queries = units(world.queries)
    radius, skilled, available = numpy.array([row[3:6] for row in world.volunteers]).T
    begin = time.perf_counter()
    tree = cKDTree(points)
    build = time.perf_counter() - begin
    able = {"filtered": (skilled & available) == 1, "own radius": numpy.ones(len(points), bool)}
    metres = lambda chords: 2 * EARTH_RADIUS_M * numpy.arcsin(chords / 2)

    def answer(kind, part):
        answers, left = [None] * len(part), numpy.arange(len(part))
        count = NEEDED if kind == "own radius" else NEEDED * 8
        while len(left):
            chords, numbers = tree.query(part[left], k=count)
            far = metres(chords)
            fits = able[kind][numbers] & (numpy.floor(far + 0.5) <= radius[numbers])
            done = (fits.sum(axis=1) >= NEEDED) | (count == len(points))
            for row in done.nonzero()[0]:
                answers[left[row]] = list(far[row][fits[row]][:NEEDED])
            left, count = left[~done], min(count * 2, len(points))
        return answers

    parts = [queries[first : first + TOGETHER] for first in range(0, len(queries), TOGETHER)]
    ask = lambda kind: best_of_rounds(lambda part: timed(answer, kind, part), parts)
    return build, {kind: ask(kind) for kind in KINDS}


def timed(work, *arguments):
    begin = time.perf_counter()
    result = work(*arguments)
    return time.perf_counter() - begin, result


def best_of_rounds(work, parts):
    """Seconds, the best of some rounds for each part, and all answers."""
    best = [math.inf] * len(parts)
    for _ in range(ROUNDS):
        answers = []
        for number, part in enumerate(parts):
            seconds, some = work(part)
            best[number] = min(best[number], seconds)
            answers.extend(some)
    return sum(best), answers


POSTGIS = """
\\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET max_parallel_workers_per_gather = 0;
CREATE EXTENSION postgis;
CREATE TABLE given (number int, lat float8, lon float8, radius_m int, skilled int, available int);
CREATE TABLE asked (query serial, lat float8, lon float8);
\\copy given FROM '{directory}/volunteers.csv' CSV HEADER
\\copy asked (lat, lon) FROM '{directory}/queries.csv' CSV HEADER
CREATE TABLE volunteer AS SELECT number, radius_m, skilled = 1 AS skilled,
    available = 1 AS available, ST_MakePoint(lon, lat)::geography AS place FROM given;
CREATE TABLE query AS SELECT query - 1 AS query, ST_MakePoint(lon, lat)::geography AS place
    FROM asked ORDER BY query;
CREATE TABLE took (what text, query int, seconds float8);
CREATE TABLE answer (what text, query int, metres float8);
CREATE VIEW best AS SELECT what, sum(best) AS seconds
    FROM (SELECT what, min(seconds) AS best FROM took GROUP BY what, query) each GROUP BY what;
CREATE FUNCTION ask(what text, filter text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
    ten text := 'SELECT ST_Distance(place, $1, false) AS metres FROM volunteer WHERE ' || filter
        || 'floor(ST_Distance(place, $1, false) + 0.5) <= radius_m '
        || 'ORDER BY place <-> $1 LIMIT {needed}';
    started timestamptz;
BEGIN
    FOR one IN SELECT * FROM query LOOP
        EXECUTE format('INSERT INTO answer SELECT %L, %s, metres FROM (%s) ten',
            what, one.query, ten) USING one.place;
    END LOOP;
    FOR round IN 1..{rounds} LOOP
        FOR one IN SELECT * FROM query LOOP
            started := clock_timestamp();
            EXECUTE 'SELECT count(*) FROM (' || ten || ') ten' USING one.place;
            INSERT INTO took
                VALUES (what, one.query, extract(epoch FROM clock_timestamp() - started));
        END LOOP;
    END LOOP;
END $$;
DO $$ DECLARE started timestamptz := clock_timestamp(); BEGIN
    CREATE INDEX whole ON volunteer USING gist (place);
    INSERT INTO took VALUES ('build', 0, extract(epoch FROM clock_timestamp() - started));
END $$;
VACUUM ANALYZE volunteer;
SELECT ask('filtered', 'available AND skilled AND ');
SELECT ask('own radius', '');
CREATE INDEX able ON volunteer USING gist (place) WHERE available AND skilled;
ANALYZE volunteer;
SELECT ask('filtered, own index', 'available AND skilled AND ');
\\copy (SELECT * FROM best) TO '{directory}/took.csv' CSV HEADER
\\copy (SELECT * FROM answer ORDER BY what, query, metres) TO '{directory}/found.csv' CSV HEADER
"""


def postgis(world):
    script = world.directory / "postgis.sql"
    script.write_text(POSTGIS.format(directory=world.directory, needed=NEEDED, rounds=ROUNDS))
    psql = ["psql", "-X", "-q", "-o", os.devnull, "-d", "postgres", "-f", script]
    subprocess.run(["cargo", "xtask", "postgres", "--", *psql], cwd=ROOT, check=True)
    took = dict(read(world.directory / "took.csv", (str, float)))
    answers = {kind: [[] for _ in world.queries] for kind in took}
    for kind, query, metres in read(world.directory / "found.csv", (str, int, float)):
        answers[kind][query].append(metres)
    return took.pop("build"), {kind: (took[kind], answers[kind]) for kind in took}


class Redis:
    """Just enough of its protocol."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.file = self.socket.makefile("rb")

    def send(self, *words):
        parts = [str(word).encode() for word in words]
        text = b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts)
        self.socket.sendall(text)

    def receive(self):
        line = self.file.readline().rstrip()
        kind, rest = line[:1], line[1:]
        if kind == b"-":
            raise RuntimeError(rest.decode())
        if kind == b"*":
            return [self.receive() for _ in range(int(rest))]
        if kind == b"$":
            return self.file.read(int(rest) + 2)[:-2].decode()
        return rest.decode()

    def ask(self, *words):
        self.send(*words)
        return self.receive()

    def spent_s(self, command):
        lines = self.ask("INFO", "commandstats").splitlines()
        line = next((line for line in lines if line.startswith(f"cmdstat_{command}:")), "usec=0,")
        return int(line.split("usec=")[1].split(",")[0]) / 1e6


def fill(redis, key, volunteers):
    for first in range(0, len(volunteers), 500):
        some = volunteers[first : first + 500]
        words = [word for number, lat, lon, *_ in some for word in (lon, lat, number)]
        redis.ask("GEOADD", key, *words)


def geosearch(redis, key, radii, lat, lon):
    """Ten within a radius that doubles, of a number that doubles."""
    radius, count = 500, 4 * NEEDED
    while True:
        near = ("FROMLONLAT", lon, lat, "BYRADIUS", radius, "m", "ASC", "COUNT", count, "WITHDIST")
        found = redis.ask("GEOSEARCH", key, *near)
        metres = [(int(n), float(d) * EARTH_RADIUS_M / REDIS_RADIUS_M) for n, d in found]
        fitting = [d for number, d in metres if math.floor(d + 0.5) <= radii[number]]
        if len(fitting) >= NEEDED or (len(found) < count and radius > LARGEST_RADIUS_M):
            return fitting[:NEEDED]
        if len(found) == count:
            count *= 2
        else:
            radius *= 2


def redis(world):
    path = str(world.directory / "redis")
    options = ["--port", "0", "--unixsocket", path, "--save", "", "--dir", str(world.directory)]
    server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if Path(path).exists():
                break
            time.sleep(0.05)
        client = Redis(path)
        fill(client, "own radius", world.volunteers)
        build = client.spent_s("geoadd")
        fill(client, "filtered", [row for row in world.volunteers if row[4] and row[5]])
        radii = [row[3] for row in world.volunteers]

        def answer(kind, part):
            before = client.spent_s("geosearch")
            answers = [geosearch(client, kind, radii, lat, lon) for lat, lon in part]
            return client.spent_s("geosearch") - before, answers

        queries = world.queries
        parts = [queries[first : first + TOGETHER] for first in range(0, len(queries), TOGETHER)]
        ask = lambda kind: best_of_rounds(lambda part: answer(kind, part), parts)
        return build, {kind: ask(kind) for kind in KINDS}
    finally:
        server.terminate()
        server.wait()


def has_scipy():
    try:
        import scipy.spatial  # noqa: F401
    except ImportError:
        return False
    return True


def has_postgis():
    return any(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))


def has_redis():
    return shutil.which("redis-server") is not None


PEERS = [
    ("scipy cKDTree", has_scipy, "pip install scipy numpy", scipy_tree),
    ("PostGIS", has_postgis, "apt-get install postgresql-15-postgis-3", postgis),
    ("Redis", has_redis, "apt-get install redis-server", redis),
]


def ours_and_peers(directory, size):
    variables = {"PROCHE_BENCH_VOLUNTEERS": size, "PROCHE_BENCH_EXPORT": directory}
    command = ["cargo", "bench", "-q", "-p", "benches", "--bench", "index"]
    subprocess.run(command, env={**os.environ, **variables}, cwd=ROOT, check=True)
    world = World(directory)
    ours = dict(read(Path(directory) / "proche.csv", (str, float)))
    print(f"{len(world.volunteers)} volunteers, {len(world.queries)} queries, {NEEDED} nearest")
    print(f"  {'proche':16} {'build':20} {ours['build']:9.2f} s")
    for kind in KINDS:
        print(f"  {'proche':16} {kind:20} {ours[kind]:9.2f} µs")
    for name, is_installed, how, measure in PEERS:
        if not is_installed():
            print(f"{name} is left out; {how}")
            continue
        build, results = measure(world)
        print(f"  {name:16} {'build':20} {build:9.2f} s  {build / ours['build']:8.1f} x proche's")
        for kind, (seconds, answers) in results.items():
            like = next(known for known in KINDS if kind.startswith(known))
            world.agree(name, like, answers)
            each = seconds * 1e6 / len(world.queries)
            ratio = each / ours[like]
            print(f"  {name:16} {kind:20} {each:9.2f} µs {ratio:8.1f} x proche's", flush=True)


def main():
    with tempfile.TemporaryDirectory() as directory:
        ours_and_peers(directory, "100000" if "--small" in sys.argv else "1000000")


if __name__ == "__main__":
    main()
