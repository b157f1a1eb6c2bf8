"""Judge: every measure for one company, as the answer page asks for it.

    python benchmarks/judge.py

Bars: 70 measures under 3 ms, 500 under 20 ms, and under 50 ms with the next
question. Companies differ, from nothing known to nearly everything known.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

from machine import machine
from variation import AS_OF, catalogue_documents, companies, varied_measures

from lotsa.core.criteria.facts import parse_facts, value_as_json
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.questions import next_question
from lotsa.core.criteria.verdicts import Judge
from lotsa.foundation.reference import trees

BARS_MS = {
    ("judge", 70): 3.0,
    ("judge", 500): 20.0,
    ("judge and ask", 70): 50.0,
    ("judge and ask", 500): 50.0,
}

ROUNDS = 3


def situations(count, registry, seed=5):
    """Companies of which a growing share of the facts is known."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    found = []
    for number, row in enumerate(companies(count, seed).iter_rows(named=True)):
        share = number / max(count - 1, 1)
        facts = {name: value for name, value in row.items() if chance.random() < share}
        found.append(parse_facts(facts, registry))
    return found


def timed(action, facts):
    """Milliseconds for each company: the best of some rounds, so that busy neighbours count less."""
    best = [float("inf")] * len(facts)
    for _ in range(ROUNDS):
        for place, one in enumerate(facts):
            start = time.perf_counter()
            action(one)
            best[place] = min(best[place], (time.perf_counter() - start) * 1000)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--lines", type=int, default=10_000)
    args = parser.parse_args()
    print(f"Judge: one company at a time, {args.companies} companies\n  {machine()}")
    fields, document = catalogue_documents()
    passed = True
    for count in (70, 500):
        rules = document if count == 70 else varied_measures(document, fields, count)
        rulebook = RuleBook.from_documents(fields, rules, trees())
        judge = Judge(rulebook)
        facts = situations(args.companies, rulebook.registry)

        def verdicts(one, judge=judge):
            return judge.judge(one, AS_OF)

        def ask(one, judge=judge, registry=rulebook.registry):
            return next_question(judge.judge(one, AS_OF), registry)

        for name, action in (("judge", verdicts), ("judge and ask", ask)):
            taken = timed(action, facts)
            bar = BARS_MS[name, count]
            met = statistics.median(taken) < bar
            passed &= met
            print(
                f"  {name:<14} {len(rulebook.measures):>4} measures: median "
                f"{statistics.median(taken):6.2f} ms   min {min(taken):6.2f}   "
                f"p95 {statistics.quantiles(taken, n=20)[-1]:6.2f}"
                f"   bar {bar:.0f} ms: {'met' if met else 'NOT MET'}"
            )
    command_line(args.lines)
    return 0 if passed else 1


def command_line(count):
    """How many companies a second ``lotsa judge`` answers, its start included; no bar."""
    fields, document = catalogue_documents()
    registry = RuleBook.from_documents(fields, document, trees()).registry
    lines = [
        json.dumps({"id": number, "as_of": str(AS_OF), "facts": told})
        for number, told in enumerate(
            {name: value_as_json(value) for name, value in one.values.items()}
            for one in situations(count, registry)
        )
    ]
    folder = files("lotsa.data") / "catalogue"
    start = time.perf_counter()
    done = subprocess.run(
        [Path(sys.executable).with_name("lotsa"), "judge", str(folder)],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
    )
    taken = time.perf_counter() - start
    answered = len(done.stdout.splitlines())
    print(f"  lotsa judge: {answered} lines in {taken:.1f} s, {answered / taken:.0f} a second")


if __name__ == "__main__":
    sys.exit(main())
