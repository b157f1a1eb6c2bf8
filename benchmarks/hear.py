"""How well Lotsa hears: needs, language and facts on held-out texts, and the time it takes.

Run: ``python benchmarks/hear.py [--misses] [--ngrams]``
"""

import argparse
import platform
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from lotsa.core.hearing.facts import fact_values, hear_facts
from lotsa.core.hearing.introduction import introduction_end
from lotsa.core.hearing.needs import CLEAR_MARGIN
from lotsa.foundation.text import listen
from lotsa.foundation.text.language import detect_language
from lotsa.foundation.text.lexicon import lexicon
from lotsa.foundation.text.needs import NeedSuggester, NgramSuggester, need_suggester
from lotsa.foundation.text.sources import need_sources

DATA = Path(__file__).parent / "data"
# Every text is judged on these; a fact outside the list counts as wrong too.
IGNORED = {"language_preference"}


def read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / whole:.1f} %" if whole else "–"


def needs(suggester: NeedSuggester, name: str, *, misses: bool) -> None:
    print(f"\nNeeds ({suggester.method}, {name})")
    ranks: dict[str, list[int]] = defaultdict(list)
    margins: list[tuple[float, bool]] = []
    stated: list[tuple[float, bool]] = []
    for need, by_language in read(name).items():
        for language, texts in by_language.items():
            for text in texts:
                heard = hear_facts(text, detect_language(text), lexicon())
                given = suggester.suggest(text, introduction_end(text, heard))
                order = [score.need for score in given]
                rank = order.index(need) + 1 if need in order else 9
                ranks[language].append(rank)
                margins.append((given[0].score - given[1].score, rank == 1))
                stated.append((given[0].score, rank == 1))
                if misses and rank > 1:
                    best = ", ".join(f"{s.need} {s.score:.2f}" for s in given)
                    print(f"  {rank if rank < 9 else '–'} {need}: {text} → {best}")
    everything = [rank for listed in ranks.values() for rank in listed]
    for language, listed in [*ranks.items(), ("all", everything)]:
        first, three = sum(r == 1 for r in listed), sum(r <= 3 for r in listed)
        print(
            f"  {language:4} first {share(first, len(listed)):18} in three {share(three, len(listed))}"
        )
    clear = [right for margin, right in margins if margin >= CLEAR_MARGIN]
    print(
        f"  clear lead (≥ {CLEAR_MARGIN}): {share(len(clear), len(margins))} of texts, right {share(sum(clear), len(clear))}"
    )
    expected = statistics.mean(score for score, _ in stated)
    print(
        f"  calibration: mean stated probability of the first {expected:.2f}, came true {sum(r for _, r in stated) / len(stated):.2f}"
    )


def languages(*, misses: bool) -> None:
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for language, texts in read("hear_languages.yaml").items():
        for text in texts:
            total[language] += 1
            guess = detect_language(text, "sv")
            right[language] += guess == language
            if misses and guess != language:
                print(f"  {language}: {text} → {guess}")
    print(
        f"\nLanguage: {share(sum(right.values()), sum(total.values()))}; "
        + ", ".join(f"{k} {right[k]}/{total[k]}" for k in total)
    )


def facts(name: str, *, misses: bool) -> bool:
    texts = read(name)
    hits = wrong = missed = 0
    fields: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for case in texts:
        heard = {
            k: v for k, v in fact_values(listen(case["text"]).facts).items() if k not in IGNORED
        }
        expected = case["facts"]
        for field in heard.keys() | expected.keys():
            if field in heard and heard[field] == expected.get(field):
                hits += 1
                fields[field][0] += 1
                continue
            wrong += field in heard
            missed += field in expected
            fields[field][1] += field in heard
            fields[field][2] += field in expected
            if misses:
                print(
                    f"  {field}: heard {heard.get(field)!r}, said {expected.get(field)!r}: {case['text']}"
                )
    precision = hits / (hits + wrong)
    print(
        f"\nFacts ({name}): {len(texts)} texts ({sum(not c['facts'] for c in texts)} without any)"
    )
    print(f"  precision {share(hits, hits + wrong)}, recall {share(hits, hits + missed)}")
    print(
        "  by field, heard right/wrong/missed: "
        + ", ".join(f"{f} {'/'.join(map(str, n))}" for f, n in sorted(fields.items()))
    )
    return precision >= 0.97


def speed() -> None:
    texts = [case["text"] for case in read("hear_facts.yaml")]
    listen(texts[0])
    times = []
    for text in texts:
        begun = time.perf_counter()
        listen(text)
        times.append(1000 * (time.perf_counter() - begun))
    times.sort()
    print(
        f"\nTime a text: median {statistics.median(times):.1f} ms, p95 {times[int(0.95 * len(times))]:.1f} ms ({platform.processor() or platform.machine()})"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what was missed")
    parser.add_argument("--ngrams", action="store_true", help="also measure the fallback")
    args = parser.parse_args()
    for name in ("hear_needs.yaml", "hear_needs_fresh.yaml"):
        needs(need_suggester(), name, misses=args.misses)
        if args.ngrams:
            needs(NgramSuggester(need_sources()), name, misses=False)
    languages(misses=args.misses)
    good = facts("hear_facts.yaml", misses=args.misses)
    good &= facts("hear_facts_fresh.yaml", misses=args.misses)
    speed()
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
