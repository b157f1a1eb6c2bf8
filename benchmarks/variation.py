"""Material for the benchmarks: many measures and many companies, the same every time.

The measures are the catalogue's own, varied: numbers are scaled, dates moved,
codes exchanged for others of the same level. All windows are open on
``AS_OF``, so that nothing is settled by time alone and every rule is tested.
"""

import copy
from datetime import date, timedelta

import numpy as np
import polars as pl
import yaml

from lotsa.foundation.reference import read_reference, rows, trees

AS_OF = date(2020, 5, 4)
_DERIVED = {"has_employees", "is_legal_person", "company_age_years", "region"}
_FACTORS = (1.0, 0.8, 1.25, 0.5, 2.0, 1.5, 0.65, 3.0, 0.9)


def catalogue_documents():
    """Read the packaged ``fields.yaml`` and ``measures.yaml``."""
    from importlib.resources import files  # noqa: PLC0415

    folder = files("lotsa.data") / "catalogue"
    return tuple(
        yaml.load((folder / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for name in ("fields.yaml", "measures.yaml")
    )


def varied_measures(document, fields, wanted):
    """``wanted`` measures made from the catalogue's, each variant with other values."""
    kinds = {field["id"]: field for field in fields["fields"]}
    originals = document["measures"]
    made = []
    for number in range(wanted):
        variant, index = divmod(number, len(originals))
        measure = copy.deepcopy(originals[index])
        measure = {
            "id": f"{measure['id']}-{variant}",
            "status": "enacted",
            "criteria": _varied(measure.get("criteria"), kinds, variant),
            "windows": [
                {
                    **window,
                    "apply_from": "2020-01-01",
                    "apply_to": "2020-12-31",
                    "known_open": [],
                    "budget_spent_on": None,
                    "criteria": _varied(window.get("criteria"), kinds, variant),
                }
                for window in measure.get("windows") or []
            ],
        }
        made.append(measure)
    return {"measures": made}


def _varied(condition, kinds, variant):
    if condition is None:
        return None
    if "field" in condition:
        field = kinds[condition["field"]]
        value = condition["value"]
        if isinstance(value, list):
            value = [_varied_value(one, field, variant) for one in value]
            value = list(dict.fromkeys(value))
        else:
            value = _varied_value(value, field, variant)
        return {**condition, "value": value}
    if "not" in condition:
        return {"not": _varied(condition["not"], kinds, variant)}
    for kind in ("all", "any"):
        if kind in condition:
            return {kind: [_varied(child, kinds, variant) for child in condition[kind]]}
    return condition


def _varied_value(value, field, variant):
    if isinstance(value, bool) or variant == 0:
        return value
    if field["type"] in {"integer", "number"}:
        return round(value * _FACTORS[variant % len(_FACTORS)])
    if field["type"] == "date":
        return (date.fromisoformat(value) + timedelta(days=30 * variant)).isoformat()
    tree = trees().get(
        {"sni": "sni2007", "region": "places", "municipality": "places"}.get(field["id"])
    )
    if tree is not None and value in tree:
        depth = len(tree.ancestors(value))
        level = sorted(code for code in tree.parents if len(tree.ancestors(code)) == depth)
        return level[(level.index(value) + 7 * variant) % len(level)]
    return value


def companies(count, seed=1, *, unknown=0.0):
    """A frame with every field of the catalogue that is not derived.

    Args:
        count: how many companies.
        seed: of the random numbers.
        unknown: share of each fact that is not known; employees are then
            known by size class only.
    """
    fields, _ = catalogue_documents()
    random = np.random.default_rng(seed)
    columns = {}
    for field in fields["fields"]:
        if field["id"] in _DERIVED or field["type"] == "series":
            continue
        columns[field["id"]] = _column(field, random, count)
    if unknown:
        low, high = _size_class(columns.pop("employees"))
        columns |= {"employees_min": low, "employees_max": high}
        for name, series in columns.items():
            blank = pl.Series(random.random(count) < unknown)
            columns[name] = (
                pl.DataFrame({name: series, "blank": blank})
                .select(pl.when(~pl.col("blank")).then(pl.col(name)).alias(name))
                .to_series()
            )
    return pl.DataFrame(columns)


def _column(field, random, count):
    reference = {
        "municipality": ("municipalities.csv", None),
        "sni": ("sni2007.csv", "5"),
    }
    if field["id"] in reference:
        name, level = reference[field["id"]]
        codes = [row["code"] for row in rows(read_reference(name)) if row.get("level") == level]
        return _chosen(codes, random, count)
    if field["id"] == "language_preference":
        return _chosen(["sv", "en", "ar", "fi", "so"], random, count)
    if field["type"] == "enum":
        return _chosen([one["value"] for one in field["values"]], random, count)
    return _quantity(field, random, count)


def _quantity(field, random, count):
    if field["type"] == "boolean":
        return pl.Series(random.random(count) < random.uniform(0.2, 0.9))
    if field["type"] == "date":
        days = random.integers(0, 365 * 25, count).astype(np.int32) + 9862
        return pl.Series(days).cast(pl.Date)
    if field["id"] == "employees":
        return pl.Series(np.minimum(random.geometric(0.25, count) - 1, 9) ** 3 // 3)
    if "SEK" in field.get("unit", ""):
        sums = np.round(np.exp(random.normal(13.5, 1.8, count))).astype(np.int64)
        return pl.Series(sums.clip(0, 2**31 - 1))
    if "percent" in field.get("unit", ""):
        return pl.Series(random.integers(-30, 101, count))
    return pl.Series(random.integers(0, 60, count))


def _chosen(values, random, count):
    places = random.integers(0, len(values), count).astype(np.uint32)
    return pl.Series(values)[places].cast(pl.Enum(values))


def _size_class(employees):
    bounds = [
        (int(row["employees_min"]), row["employees_max"])
        for row in rows(read_reference("company_size_classes.csv"))
    ]
    starts = np.array([low for low, _ in bounds])
    ends = pl.Series([int(high) if high else None for _, high in bounds], dtype=pl.Int64)
    place = np.searchsorted(starts, employees.to_numpy(), side="right") - 1
    return pl.Series(starts[place]), ends[place]
