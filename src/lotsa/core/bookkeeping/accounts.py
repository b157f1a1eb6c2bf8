"""Which accounts are net turnover.

Net turnover (nettoomsättning, ÅRL 1:3) is sales of goods and services less discounts and
VAT. In the BAS chart that is account groups 30–37; 38 is work capitalised and 39 other
operating income, and neither is turnover. A chart that is not BAS is read by the accounts'
tax codes (SRU) when it has them: 7410 is net turnover of companies and partnerships, 7400
and 7401 the income of sole traders (R1 and R2 of form NE, which also hold their other
income). Account type (#KTYP) cannot tell turnover from other income, so it is only compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lotsa.core.bookkeeping.ledger import Ledger
from lotsa.core.bookkeeping.problems import Problem
from lotsa.core.bookkeeping.reading import AccountBasis

BAS_ACCOUNTS = "3000–3799"
_BAS_CHARTS = ("BAS", "EUBAS", "NE2")
_NET_TURNOVER_CODES = frozenset({"7410"})
_SOLE_TRADER_CODES = frozenset({"7400", "7401"})
_INCOME = "I"
_ACCOUNTS_TOLD = 10
_SHORTEST = 4


@dataclass(frozen=True)
class TurnoverAccounts:
    """The rule chosen for a file; ``chosen`` are the accounts it picks out of those used."""

    basis: AccountBasis
    chosen: frozenset[str]
    problems: tuple[Problem, ...]


def is_bas_turnover(account: str) -> bool:
    """Whether the number lies in BAS groups 30–37; longer numbers are subaccounts of four digits."""
    return len(account) >= _SHORTEST and "30" <= account[:2] <= "37"


def choose_accounts(ledger: Ledger) -> TurnoverAccounts:
    """Decide which accounts of the ledger are net turnover."""
    used = _used(ledger)
    if ledger.chart is None or ledger.chart.upper().startswith(_BAS_CHARTS):
        chosen = frozenset(filter(is_bas_turnover, used))
        return TurnoverAccounts(
            _basis(ledger, BAS_ACCOUNTS, "bas", chosen), chosen, tuple(_disagreements(ledger, used))
        )
    codes = _codes_in(ledger.tax_codes)
    if codes:
        chosen = frozenset(one for one in used if ledger.tax_codes.get(one) in codes)
        accounts = "SRU " + ", ".join(sorted(codes))
        basis = _basis(ledger, accounts, "tax_codes", chosen)
    else:
        chosen = frozenset(filter(is_bas_turnover, used))
        basis = _basis(ledger, BAS_ACCOUNTS, "assumed", chosen)
    problem = Problem("chart_unknown", {"chart": ledger.chart, "accounts": basis.accounts})
    return TurnoverAccounts(basis, chosen, (problem,))


def _used(ledger: Ledger) -> frozenset[str]:
    used = {account for (account, _), amount in ledger.postings.items() if amount}
    used.update(account for (_, _, account), amount in ledger.balances.items() if amount)
    used.update(account for (_, account), amount in ledger.results.items() if amount)
    return frozenset(used)


def _basis(ledger: Ledger, accounts: str, rule: str, chosen: Iterable[str]) -> AccountBasis:
    ordered = tuple(sorted(chosen))
    names = {one: ledger.names[one] for one in ordered if ledger.names.get(one)}
    return AccountBasis(accounts, rule, ledger.chart, ordered, names)  # type: ignore[arg-type]


def _codes_in(tax_codes: Mapping[str, str]) -> frozenset[str]:
    found = frozenset(tax_codes.values())
    return found & _NET_TURNOVER_CODES or found & _SOLE_TRADER_CODES


def _disagreements(ledger: Ledger, used: frozenset[str]) -> Iterable[Problem]:
    """Where the file's own marks say something else than the BAS number."""
    types = ledger.account_types
    other_type = sorted(
        one for one in used if is_bas_turnover(one) and types.get(one, _INCOME) != _INCOME
    )
    if other_type:
        yield Problem("account_types_differ", {"accounts": other_type[:_ACCOUNTS_TOLD]})
    net = _codes_in(ledger.tax_codes)
    if net == _NET_TURNOVER_CODES:
        codes = ledger.tax_codes
        other_code = sorted(
            one for one in used if one in codes and is_bas_turnover(one) != (codes[one] in net)
        )
        if other_code:
            yield Problem("tax_codes_differ", {"accounts": other_code[:_ACCOUNTS_TOLD]})
