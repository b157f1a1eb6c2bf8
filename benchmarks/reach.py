"""Reach: 500 measures × 1.2 million companies, beside OpenFisca-core on the same rules.

    python benchmarks/reach.py

OpenFisca-core is taken from the Python that runs this, or from ``--peer``.
Each engine runs in a process of its own, so that its memory is its own. Both
start from facts in memory and end with a count for each measure; making the
rules ready is left out for both. Ours runs twice over: on companies of which
everything is known, where its yes-counts must equal the peer's, and on
companies with a share of every fact unknown and employees by size class,
where it counts yes and maybe. Each is warmed up by one count that is not timed. The ratio is
the median over the rounds, by the slower of our two.
"""

import argparse
import importlib.metadata
import importlib.util
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from machine import machine
from variation import AS_OF, catalogue_documents, companies, varied_measures

from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.population import Reacher, Standing
from lotsa.foundation.reference import trees

LEAST_RATIO = 10.0
MOST_BYTES = 2_000_000_000


def make(folder, measures, count, unknown):
    """Write the rules and the two populations."""
    fields, document = catalogue_documents()
    rules = {"fields": fields["fields"], **varied_measures(document, fields, measures)}
    (folder / "rules.json").write_text(json.dumps(rules, default=str), encoding="utf-8")
    companies(count).write_parquet(folder / "known.parquet")
    companies(count, unknown=unknown).write_parquet(folder / "partly.parquet")


def ours(folder, population):
    """Count in this process and print the figures as JSON."""
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    reacher = Reacher(RuleBook.from_documents(rules, rules, trees()))
    frame = pl.read_parquet(folder / population)
    reacher.count(frame, AS_OF)
    start, used = time.perf_counter(), time.process_time()
    reach = reacher.count(frame, AS_OF)
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    result = {
        "seconds": seconds,
        "processor_seconds": processor,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "yes": {one: reach.count(one, Standing.YES) for one in reach.measures},
        "maybe": {one: reach.count(one, Standing.MAYBE) for one in reach.measures},
    }
    print(json.dumps(result))


def run(command):
    """Run one engine and read its figures."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def told(name, results):
    seconds = [one["seconds"] for one in results]
    used = statistics.median(one["processor_seconds"] for one in results)
    peak = max(one["peak_bytes"] for one in results) / 1e9
    print(
        f"  {name:<36} median {statistics.median(seconds):6.2f} s   min {min(seconds):6.2f}   "
        f"max {max(seconds):6.2f}   processor {used:6.2f} s   peak {peak:.2f} GB"
    )


def compare(folder, peer, rounds):
    """Run the engines in turn, round after round, and print the figures; is every bar met?"""
    me = [sys.executable, str(Path(__file__).resolve()), "--folder", str(folder)]
    commands = {
        "Lotsa, everything known": [*me, "--ours", "known.parquet"],
        "Lotsa, partly known (yes and maybe)": [*me, "--ours", "partly.parquet"],
    }
    if peer is not None:
        script = Path(__file__).with_name("openfisca_peer.py")
        rules, companies_file = folder / "rules.json", folder / "known.parquet"
        commands["OpenFisca-core"] = [str(peer), str(script), str(rules), str(companies_file)]
        commands["OpenFisca-core"] += ["--as-of", AS_OF.isoformat()]
    # Round after round, so that other work on the machine falls on all of them alike.
    done = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            done[name].append(run(command))
    for name, results in done.items():
        told(name, results)
    known, partly, *others = done.values()
    most = max(one["peak_bytes"] for one in (*known, *partly))
    passed = most < MOST_BYTES
    print(f"  memory under {MOST_BYTES / 1e9:.0f} GB: {'yes' if passed else 'NO'}")
    yes, maybe = sum(known[0]["yes"].values()), sum(partly[0]["maybe"].values())
    print(
        f"  answers: {yes} yes where all is known; {sum(partly[0]['yes'].values())} yes and "
        f"{maybe} maybe where it is not"
    )
    if not others:
        print(
            "  OpenFisca-core is not measured: this Python does not have it. Install "
            "requirements/bench.txt, or name a Python that has it with --peer"
        )
        return passed
    other = others[0]
    ratio = times_as_fast("seconds", known, partly, other)
    print(
        f"  times as fast as OpenFisca-core {other[0]['version']}: {ratio:.1f} "
        f"(bar {LEAST_RATIO:.0f}); by processor time "
        f"{times_as_fast('processor_seconds', known, partly, other):.1f}"
    )
    differing = [one for one, count in known[0]["yes"].items() if other[0]["yes"][one] != count]
    equal = len(known[0]["yes"]) - len(differing)
    print(
        f"  yes-counts equal for {equal} of {len(known[0]['yes'])} measures"
        + (f"; first difference: {differing[0]}" if differing else "")
    )
    return passed and ratio >= LEAST_RATIO and not differing


def times_as_fast(what, known, partly, other):
    """The median over the rounds, by the slower of our two runs in each."""
    return statistics.median(
        theirs[what] / max(ours_known[what], ours_partly[what])
        for ours_known, ours_partly, theirs in zip(known, partly, other, strict=True)
    )


def own_peer():
    """The Python that runs this, if it has OpenFisca-core."""
    return sys.executable if importlib.util.find_spec("openfisca_core") else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--peer",
        default=own_peer(),
        help="a Python that has openfisca-core and polars (default: this one, if it has)",
    )
    parser.add_argument("--measures", type=int, default=500)
    parser.add_argument("--companies", type=int, default=1_200_000)
    parser.add_argument("--unknown", type=float, default=0.15, help="share of each fact unknown")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ours", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ours:
        ours(args.folder, args.ours)
        return 0
    print(f"Reach: {args.measures} measures × {args.companies} companies")
    print(f"  {machine()}, polars {importlib.metadata.version('polars')}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, args.measures, args.companies, args.unknown)
        return 0 if compare(folder, args.peer, args.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
