"""The same rules in OpenFisca-core, the vectorised rules engine of several tax systems.

Runs in an environment of its own and knows nothing of Lotsa: it reads the
rules as JSON and the companies as Parquet. OpenFisca is two-valued, so it is
given companies of which everything is known. Each measure is a variable with a
formula, each fact an input variable, and a derived fact a variable with a
formula, as OpenFisca's own country packages are written.
"""

import argparse
import importlib.metadata
import json
import resource
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

COMPANY = build_entity(key="company", plural="companies", label="Company", is_person=True)
PERIOD = "2020-05"
_DIGITS = {"sni": 5, "municipality": 4, "region": 2}


def build(rules, as_of):
    """A system with a variable for each fact and each measure."""
    system = TaxBenefitSystem([COMPANY])
    fields = {field["id"]: field for field in rules["fields"]}
    enums = {}
    for field in fields.values():
        system.add_variable(_fact(field, as_of, enums))
    for measure in rules["measures"]:
        system.add_variable(_measure(measure, fields, enums))
    return system


def _variable(name, kind, formula=None, **more):
    members = {
        "value_type": kind,
        "entity": COMPANY,
        "definition_period": DateUnit.ETERNITY,
        "label": name,
        **more,
    }
    if formula is not None:
        members["formula"] = formula
    return type(name, (Variable,), members)


def _fact(field, as_of, enums):
    name = field["id"]
    if name == "has_employees":
        return _variable(name, bool, lambda company, period: company("employees", period) >= 1)
    if name == "is_legal_person":
        sole = [_place(enums["legal_form"], one) for one in ("enskild_firma", "enkelt_bolag")]
        return _variable(
            name,
            bool,
            lambda company, period: ~np.isin(company("legal_form", period).view(np.ndarray), sole),
        )
    if name == "region":
        return _variable(name, int, lambda company, period: company("municipality", period) // 100)
    if name == "company_age_years":

        def whole_years(company, period):
            founded = company("founded_on", period)
            year = founded.astype("datetime64[Y]").astype(int) + 1970
            month = founded.astype("datetime64[M]").astype(int) % 12 + 1
            day = (founded - founded.astype("datetime64[M]")).astype(int) + 1
            not_yet = (month > as_of.month) | ((month == as_of.month) & (day > as_of.day))
            return as_of.year - year - not_yet

        return _variable(name, int, whole_years)
    match field["type"]:
        case "boolean":
            return _variable(name, bool)
        case "date":
            return _variable(name, date)
        case "enum":
            values = [one["value"] for one in field["values"]]
            enums[name] = Enum(name, {value: value for value in values})
            return _variable(
                name, Enum, possible_values=enums[name], default_value=enums[name][values[0]]
            )
        case _:
            return _variable(name, int)


def _measure(measure, fields, enums):
    general = _test(measure["criteria"], fields, enums)
    windows = [_test(window.get("criteria"), fields, enums) for window in measure["windows"]]

    def formula(company, period):
        if not windows:
            return np.zeros(company.count, dtype=bool)
        by_window = [window(company, period) for window in windows]
        some = by_window[0]
        for one in by_window[1:]:
            some = some | one
        return some & general(company, period)

    return _variable(_safe(measure["id"]), bool, formula)


def _place(enum, value):
    return [str(one) for one in enum.names].index(value)


def _safe(name):
    return "measure_" + name.replace("-", "_")


def _test(condition, fields, enums):
    if condition is None:
        return lambda company, _: np.ones(company.count, dtype=bool)
    if "all" in condition:
        return _group(
            [_test(one, fields, enums) for one in condition["all"]], np.logical_and, empty=True
        )
    if "any" in condition:
        return _group(
            [_test(one, fields, enums) for one in condition["any"]], np.logical_or, empty=False
        )
    if "not" in condition:
        inner = _test(condition["not"], fields, enums)
        return lambda company, period: ~inner(company, period)
    return _leaf(condition, fields[condition["field"]], enums)


def _group(tests, join, *, empty):
    def group(company, period):
        if not tests:
            return np.full(company.count, empty)
        result = tests[0](company, period)
        for test in tests[1:]:
            result = join(result, test(company, period))
        return result

    return group


def _leaf(leaf, field, enums):
    name, op, value = leaf["field"], leaf["op"], leaf["value"]
    if op.startswith("prefix"):
        inside = _prefixes(name, value)
        return inside if op == "prefix_in" else lambda one, period: ~inside(one, period)
    if field["type"] == "enum":
        listed = value if isinstance(value, list) else [value]
        places = [_place(enums[name], one) for one in listed]
        positive = op in {"eq", "in"}
        return lambda company, period: (
            np.isin(company(name, period).view(np.ndarray), places) == positive
        )
    if field["type"] == "list_of_codes":
        value = [_coded(name, one) for one in value]
    if field["type"] == "date":
        value = np.datetime64(value)
    compare = {
        "eq": lambda facts: facts == value,
        "ne": lambda facts: facts != value,
        "lt": lambda facts: facts < value,
        "lte": lambda facts: facts <= value,
        "gt": lambda facts: facts > value,
        "gte": lambda facts: facts >= value,
        "in": lambda facts: np.isin(facts, value),
        "not_in": lambda facts: ~np.isin(facts, value),
    }[op]
    return lambda company, period: compare(company(name, period))


def _prefixes(name, prefixes):
    digits = _DIGITS[name]
    by_length = {}
    for prefix in prefixes:
        by_length.setdefault(len(prefix), []).append(int(prefix))

    def inside(company, period):
        codes = company(name, period)
        result = np.zeros(len(codes), dtype=bool)
        for length, listed in by_length.items():
            result |= np.isin(codes // 10 ** (digits - length), listed)
        return result

    return inside


def _coded(name, code):
    return int(code) if name in _DIGITS else sum(ord(one) << 8 * at for at, one in enumerate(code))


def inputs(frame, fields):
    """The frame's columns as the arrays that OpenFisca wants."""
    found = {}
    for field in fields:
        name = field["id"]
        if name not in frame.columns:
            continue
        series = frame[name]
        if field["type"] == "list_of_codes":
            listed = series.dtype.categories.to_list()
            codes = np.array([_coded(name, one) for one in listed], dtype=np.int32)
            found[name] = codes[series.to_physical().to_numpy()]
        elif field["type"] == "enum":
            found[name] = np.array(series.dtype.categories.to_list())[
                series.to_physical().to_numpy()
            ]
        elif field["type"] == "date":
            found[name] = series.to_numpy().astype("datetime64[D]")
        elif field["type"] == "boolean":
            found[name] = series.to_numpy()
        else:
            found[name] = series.to_numpy().astype(np.int32)
    return found


def counted(system, arrays, measures):
    """Yes-counts by measure, with a new simulation."""
    rows = len(next(iter(arrays.values())))
    simulation = SimulationBuilder().build_default_simulation(system, count=rows)
    for name, array in arrays.items():
        simulation.set_input(name, PERIOD, array)
    return {
        measure["id"]: int(simulation.calculate(_safe(measure["id"]), PERIOD).sum())
        for measure in measures
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rules", type=Path)
    parser.add_argument("companies", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    args = parser.parse_args()
    rules = json.loads(args.rules.read_text(encoding="utf-8"))
    frame = pl.read_parquet(args.companies)
    arrays = inputs(frame, rules["fields"])
    # Texts of enums are turned into places once, outside the time taken.
    system = build(rules, args.as_of)
    for field in rules["fields"]:
        if field["type"] == "enum" and field["id"] in arrays:
            values = system.get_variable(field["id"]).possible_values
            arrays[field["id"]] = values.encode(arrays[field["id"]])
    del frame
    counted(system, arrays, rules["measures"])
    start, used = time.perf_counter(), time.process_time()
    counts = counted(system, arrays, rules["measures"])
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    version = importlib.metadata.version("openfisca-core")
    figures = {"seconds": seconds, "processor_seconds": processor, "peak_bytes": peak}
    print(json.dumps({**figures, "yes": counts, "version": version}))


if __name__ == "__main__":
    main()
