"""How often search finds the right measure, and how fast, on SQLite and PostgreSQL.

    python benchmarks/search.py [--no-postgresql] [--misses] [--baseline]

The queries are in ``data/search_queries.yaml``. ``tuned: false`` marks those written after the
ranking and the synonym list were finished; that is the figure to trust.
"""

import argparse
import platform
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

import psycopg
import yaml

from lotsa.core.searching.building import build
from lotsa.core.searching.similarity import trigrams
from lotsa.core.searching.synonyms import Synonyms
from lotsa.core.searching.text import fold, is_stop_word, stem, words
from lotsa.domain.measures.search_documents import search_documents
from lotsa.foundation.reference import places
from lotsa.foundation.search.engine import SearchIndex
from lotsa.foundation.search.postgresql import PostgresqlStore
from lotsa.foundation.search.sqlite import SqliteExecutor, SqliteStore
from lotsa.ops.commands import search as command

CATALOGUE = command.DEFAULT_CATALOGUE
QUERIES = Path(__file__).parent / "data" / "search_queries.yaml"
BIG = 500


def load(path: Path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def catalogue_documents(copies: int = 1):
    """The packaged catalogue; with copies, each measure again under another id, to time a big one."""
    measures = load(CATALOGUE / "measures.yaml")["measures"]
    actors = load(CATALOGUE / "actors.yaml")["actors"]
    needs = load(CATALOGUE / "needs.yaml")["needs"]
    many = [
        measure if not copy else {**measure, "id": f"{measure['id']}-{copy}"}
        for copy in range(copies)
        for measure in measures
    ]
    return search_documents(many, actors, needs, {place.code: place.name_sv for place in places()})


class PsycopgExecutor:
    def __init__(self, connection):
        self.connection = connection

    def rows(self, sql, parameters=()):
        return self.connection.execute(sql, parameters).fetchall()

    def run(self, sql):
        self.connection.execute(sql)

    def run_many(self, sql, rows):
        with self.connection.cursor() as cursor:
            cursor.executemany(sql, rows)


@contextmanager
def throwaway_postgresql():
    """A PostgreSQL of its own on a unix socket in a temporary folder, stopped afterwards."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        raise FileNotFoundError("no PostgreSQL server programs on this machine")
    folder = Path(tempfile.mkdtemp(prefix="lotsa-search-"))
    data = folder / "data"
    as_root = platform.system() == "Linux" and Path("/root").exists() and _is_root()
    prefix = ["runuser", "-u", "postgres", "--"] if as_root else []
    if as_root:
        shutil.chown(folder, "postgres")
    server = None
    try:
        subprocess.run(
            [*prefix, str(programs[-1] / "initdb"), "-D", str(data), "-U", "bench", "-A", "trust",
             "--encoding=UTF8", "--locale=C.UTF-8"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        server = subprocess.Popen(
            [*prefix, str(programs[-1] / "postgres"), "-D", str(data), "-k", str(folder),
             "-c", "listen_addresses=", "-c", "fsync=off"],
            stderr=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        yield _connect(folder)
    finally:
        if server:
            stop = [*prefix, str(programs[-1] / "pg_ctl"), "-D", str(data), "-m", "fast", "stop"]
            subprocess.run(stop, check=False, stdout=subprocess.DEVNULL, cwd=folder)
            server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _is_root() -> bool:
    import os  # noqa: PLC0415

    return os.geteuid() == 0


def _connect(folder: Path):
    for _ in range(100):
        try:
            return psycopg.connect(
                host=str(folder), user="bench", dbname="postgres", autocommit=True
            )
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise TimeoutError("PostgreSQL did not start in ten seconds")


def hits(ask, queries):
    """Per class: how many, rank 1, top 5; and the queries that missed."""
    table = defaultdict(lambda: [0, 0, 0])
    missed = []
    for item in queries:
        found = ask(item["query"])[:5]
        row = table[item["class"]]
        row[0] += 1
        row[1] += bool(found) and found[0] in item["expect"]
        row[2] += any(key in item["expect"] for key in found)
        if not found or found[0] not in item["expect"]:
            missed.append((item, found))
    return table, missed


def print_hits(name, table):
    print(f"\n{name}\n  {'class':<12}{'queries':>8}{'hit@1':>8}{'hit@5':>8}")
    total = [sum(column) for column in zip(*table.values(), strict=True)]
    for label, (count, first, five) in [*sorted(table.items()), ("all", total)]:
        print(f"  {label:<12}{count:>8}{first / count:>8.0%}{five / count:>8.0%}")


def print_speed(name, index, queries, rounds=4):
    """Milliseconds a query, the best of some rounds, so that busy neighbours count less."""
    best = dict.fromkeys((item["query"] for item in queries), float("inf"))
    for _ in range(rounds):
        for query, before in list(best.items()):
            start = time.perf_counter()
            index.search(query)
            best[query] = min(before, (time.perf_counter() - start) * 1000)
    times = sorted(best.values())
    print(
        f"  {name:<44} median {statistics.median(times):6.2f} ms"
        f"   p95 {times[int(len(times) * 0.95)]:6.2f} ms   max {times[-1]:6.2f} ms"
    )


def sqlite_index(documents, synonyms):
    store = SqliteStore(SqliteExecutor(sqlite3.connect(":memory:")))
    store.create()
    index = SearchIndex(store)
    start = time.perf_counter()
    count = index.rebuild(documents, synonyms)
    return index, count, time.perf_counter() - start


def postgresql_index(connection, documents, synonyms, *, trigram):
    if trigram:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    else:
        connection.execute("DROP EXTENSION IF EXISTS pg_trgm CASCADE")
    store = PostgresqlStore(PsycopgExecutor(connection))
    store.drop()
    store.create()
    index = SearchIndex(store)
    with connection.transaction():
        index.rebuild(documents, synonyms)
    connection.execute("ANALYZE")
    return index


def fts5_fusion(documents):
    """The plain way, to compare with: FTS5 on stems and FTS5 trigrams over whole texts, ranks fused."""
    db = sqlite3.connect(":memory:")
    for table, tokenizer in (("stems", "unicode61"), ("grams", "trigram")):
        db.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(key UNINDEXED, title, alias, label, body, tokenize='{tokenizer}')"
        )
    for document in documents:
        texts = [document.title, " ".join(document.aliases), " ".join(document.labels),
                 document.body + " " + document.details]  # fmt: skip
        stems = [
            " ".join(fold(stem(word, document.language)) for word in words(text)) for text in texts
        ]
        db.execute("INSERT INTO stems VALUES (?,?,?,?,?)", [document.key, *stems])
        db.execute("INSERT INTO grams VALUES (?,?,?,?,?)", [document.key, *map(fold, texts)])

    def ask(query):
        asked = [word for word in words(query) if not is_stop_word(word)]
        stems = {fold(stem(word, language)) for word in asked for language in ("sv", "en")}
        grams = {part for word in asked for part in trigrams(fold(word)) if len(part) == 3}
        fused = defaultdict(float)
        for table, parts in (("stems", stems), ("grams", grams)):
            if not parts:
                continue
            match = " OR ".join(f'"{part}"' for part in sorted(parts))
            rows = db.execute(
                f"SELECT key FROM {table} WHERE {table} MATCH ? ORDER BY bm25({table}, 0, 6, 5, 2.5, 1) LIMIT 50",  # noqa: S608
                [match],
            )
            for rank, key in enumerate(dict.fromkeys(key for (key,) in rows), start=1):
                fused[key] += 1 / (60 + rank)
        return sorted(fused, key=lambda key: (-fused[key], key))

    return ask


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-postgresql", action="store_true")
    parser.add_argument(
        "--misses", action="store_true", help="print tuned queries whose first hit is wrong"
    )
    parser.add_argument(
        "--baseline", action="store_true", help="compare with plain FTS5 rank fusion"
    )
    args = parser.parse_args()

    queries = load(QUERIES)["queries"]
    sets = {
        name: chosen
        for name, chosen in (
            ("looked at while tuning", [item for item in queries if item["tuned"]]),
            ("written after tuning", [item for item in queries if not item["tuned"]]),
        )
        if chosen
    }
    synonyms = Synonyms.from_document(load(CATALOGUE / "synonyms.yaml"))
    documents = catalogue_documents()
    big = catalogue_documents(-(-BIG // 70))
    print(f"{platform.machine()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; "
          f"{len(synonyms.groups)} synonym groups, {len(queries)} queries")  # fmt: skip

    index, count, seconds = sqlite_index(documents, synonyms)
    content = build(documents, synonyms)
    print(
        f"index: {count} measures, {len(content.terms)} terms, {len(content.postings)} postings, {seconds:.2f} s"
    )
    for name, chosen in sets.items():
        table, missed = hits(lambda query: [key for key, _ in index.search(query)], chosen)
        print_hits(f"SQLite, {name}", table)
        if args.misses and "while" in name:
            for item, found in missed:
                print(f"    {item['class']}: {item['query']!r} → {found}")
        if args.baseline:
            print_hits(
                f"plain FTS5 stems + trigrams, {name}", hits(fts5_fusion(documents), chosen)[0]
            )

    print("\nspeed")
    print_speed(f"SQLite, {count} measures", index, queries)
    big_index, big_count, _ = sqlite_index(big, synonyms)
    print_speed(f"SQLite, {big_count} measures", big_index, queries)
    if args.no_postgresql:
        return
    try:
        with throwaway_postgresql() as connection:
            on_postgresql(connection, index, (documents, big), synonyms, sets)
    except FileNotFoundError as reason:
        print(f"PostgreSQL left out: {reason}")


def on_postgresql(connection, sqlite, catalogues, synonyms, sets) -> None:
    documents, big = catalogues
    queries = [item for chosen in sets.values() for item in chosen]
    version = connection.execute("SHOW server_version").fetchone()[0]
    for trigram in (True, False):
        how = f"PostgreSQL {version} {'with' if trigram else 'without'} pg_trgm"
        index = postgresql_index(connection, documents, synonyms, trigram=trigram)
        for name, chosen in sets.items():
            print_hits(
                f"{how}, {name}",
                hits(lambda query, i=index: [k for k, _ in i.search(query)], chosen)[0],
            )
        equal = sum(
            index.search(item["query"])[:5] == sqlite.search(item["query"])[:5] for item in queries
        )
        print(f"  same top 5 with the same scores as SQLite: {equal} of {len(queries)}")
        print_speed(f"{how}, 70", index, queries)
        big_index = postgresql_index(connection, big, synonyms, trigram=trigram)
        print_speed(f"{how}, {BIG}+", big_index, queries)


if __name__ == "__main__":
    main()
