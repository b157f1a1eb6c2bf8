"""Synthetic companies follow their shares, are the same by seed, and say what they are."""

import json
from datetime import date

import polars as pl
import pytest

from lotsa.core.population import make_companies, parse_shares
from lotsa.core.population.shares import LEGAL_FORMS_BY_SIZE
from lotsa.foundation.reference import read_reference, rows

SHARES = parse_shares(
    rows(read_reference("company_size_classes.csv")),
    rows(read_reference("company_sni_sections.csv")),
    rows(read_reference("sni2007.csv")),
    rows(read_reference("postal_codes.csv")),
)


@pytest.fixture(scope="module")
def made():
    return make_companies(SHARES, 60_000, 7)


def test_the_same_seed_gives_the_same_companies():
    first, _ = make_companies(SHARES, 500, 7)
    assert first.equals(make_companies(SHARES, 500, 7)[0])
    assert not first.equals(make_companies(SHARES, 500, 8)[0])


def test_size_classes_follow_the_published_shares(made):
    frame, _ = made
    found = frame["employees_min"].value_counts(normalize=True).sort("employees_min")
    total = sum(one.companies for one in SHARES.sizes)
    for (low, share), size in zip(found.iter_rows(), SHARES.sizes, strict=True):
        assert low == size.low
        assert share == pytest.approx(size.companies / total, abs=0.006)
    assert frame.filter(pl.col("employees_min") == 500)["employees_max"].is_null().all()


def test_trades_are_finest_codes_in_the_share_of_their_section(made):
    frame, _ = made
    farming = next(one for one in SHARES.sections if one.code == "A")
    assert farming.published
    share = frame["sni"].cast(pl.String).is_in(farming.leaves).mean()
    assert share == pytest.approx(farming.share / 100, abs=0.01)
    assert frame["sni"].drop_nulls().cast(pl.String).str.len_chars().unique().to_list() == [5]
    assert 0 < frame["sni"].null_count() / len(frame) < 0.02


def test_municipalities_weigh_as_their_postal_codes(made):
    frame, _ = made
    assert len(SHARES.municipalities) == 290
    stockholm = (frame["municipality"].cast(pl.String) == "0180").mean()
    expected = SHARES.municipalities["0180"] / sum(SHARES.municipalities.values())
    assert stockholm == pytest.approx(expected, abs=0.006)


def test_legal_forms_go_with_size(made):
    frame, _ = made
    big = frame.filter(pl.col("employees_min") >= 50)
    assert "enskild_firma" not in big["legal_form"].cast(pl.String).to_list()
    alone = frame.filter(pl.col("employees_min") == 0)
    share = (alone["legal_form"].cast(pl.String) == "enskild_firma").mean()
    assert share == pytest.approx(LEGAL_FORMS_BY_SIZE[0][0], abs=0.01)
    for shares in LEGAL_FORMS_BY_SIZE.values():
        assert sum(shares) == pytest.approx(1)


def test_dates_and_turnover_are_sensible(made):
    frame, _ = made
    assert frame["founded_on"].max() <= date(2020, 1, 1)
    assert frame["founded_on"].min() >= date(1959, 12, 1)
    known = frame.filter(pl.col("turnover_sek_max").is_not_null())
    assert (known["turnover_sek_min"] <= known["turnover_sek_max"]).all()


def test_the_file_says_what_it_is_and_names_nobody(made):
    frame, notes = made
    assert notes["lotsa.synthetic"] == "true"
    assert notes["lotsa.seed"] == "7"
    assert "employees" not in json.loads(notes["lotsa.approximate"])
    assert {"legal_form", "founded_on", "municipality"} <= set(
        json.loads(notes["lotsa.approximate"])
    )
    bases = json.loads(notes["lotsa.basis"])
    fields = {column.removesuffix("_min").removesuffix("_max") for column in frame.columns}
    assert fields == set(bases)


@pytest.mark.parametrize(("companies", "seed"), [(0, 1), (-5, 1), (10**9, 1), (10, -1)])
def test_numbers_out_of_bounds_are_refused(companies, seed):
    with pytest.raises(ValueError, match="must be"):
        make_companies(SHARES, companies, seed)
