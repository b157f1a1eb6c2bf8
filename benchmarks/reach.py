"""Reach: 500 measures × 1.2 million companies, beside OpenFisca-core on the same rules.

    python benchmarks/reach.py --peer .venv-bench/bin/python

Each engine runs in a process of its own, so that its memory is its own. Both
start from facts in memory and end with a count for each measure; making the
rules ready is left out for both. Ours runs twice over: on companies of which
everything is known, where its yes-counts must equal the peer's, and on
companies with a share of every fact unknown and employees by size class,
where it counts yes and maybe. The ratio uses the slower of the two.
"""

import argparse
import importlib.metadata
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


def ours(folder, population, times):
    """Count in this process and print the figures as JSON."""
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    reacher = Reacher(RuleBook.from_documents(rules, rules, trees()))
    frame = pl.read_parquet(folder / population)
    seconds, processor = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        reach = reacher.count(frame, AS_OF)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
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


def told(name, figures):
    seconds = figures["seconds"]
    print(
        f"  {name:<34} median {statistics.median(seconds):6.2f} s   min {min(seconds):6.2f}   "
        f"max {max(seconds):6.2f}   processor {statistics.median(figures['processor_seconds']):6.2f} s   peak {figures['peak_bytes'] / 1e9:.2f} GB"
    )


def compare(folder, peer, times):
    """Run the engines in turn, print the figures; is every bar met?"""
    me = [
        sys.executable,
        str(Path(__file__).resolve()),
        "--folder",
        str(folder),
        "--times",
        str(times),
    ]
    known = run([*me, "--ours", "known.parquet"])
    partly = run([*me, "--ours", "partly.parquet"])
    told("Lotsa, everything known", known)
    told("Lotsa, partly known (yes and maybe)", partly)
    slower = max(statistics.median(one["seconds"]) for one in (known, partly))
    most = max(one["peak_bytes"] for one in (known, partly))
    passed = most < MOST_BYTES
    print(f"  memory under {MOST_BYTES / 1e9:.0f} GB: {'yes' if passed else 'NO'}")
    if peer is None:
        print("  no --peer given: OpenFisca-core is not measured")
        return passed
    script = Path(__file__).with_name("openfisca_peer.py")
    other = run(
        [
            str(peer), str(script), str(folder / "rules.json"), str(folder / "known.parquet"),
            "--as-of", AS_OF.isoformat(), "--times", str(times),
        ]
    )  # fmt: skip
    told(f"OpenFisca-core {other['version']}", other)
    ratio = statistics.median(other["seconds"]) / slower
    differing = [one for one, yes in known["yes"].items() if other["yes"][one] != yes]
    print(f"  times as fast: {ratio:.1f} (bar {LEAST_RATIO:.0f})")
    used = [statistics.median(one["processor_seconds"]) for one in (known, partly, other)]
    print(
        f"  by processor time, which other work on the machine does not lengthen: {used[2] / max(used[:2]):.1f}"
    )
    print(
        f"  yes-counts equal for {len(known['yes']) - len(differing)} of {len(known['yes'])} measures"
        + (f"; first difference: {differing[0]}" if differing else "")
    )
    print(
        f"  yes {sum(known['yes'].values())} of {len(known['yes'])} measures in all; "
        f"partly known: yes {sum(partly['yes'].values())}, maybe {sum(partly['maybe'].values())}"
    )
    return passed and ratio >= LEAST_RATIO and not differing


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=Path, help="a Python that has openfisca-core and polars")
    parser.add_argument("--measures", type=int, default=500)
    parser.add_argument("--companies", type=int, default=1_200_000)
    parser.add_argument("--unknown", type=float, default=0.15, help="share of each fact unknown")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ours", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ours:
        ours(args.folder, args.ours, args.times)
        return 0
    print(f"Reach: {args.measures} measures × {args.companies} companies")
    print(f"  {machine()}, polars {importlib.metadata.version('polars')}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, args.measures, args.companies, args.unknown)
        return 0 if compare(folder, args.peer, args.times) else 1


if __name__ == "__main__":
    sys.exit(main())
