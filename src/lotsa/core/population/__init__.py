"""Synthetic companies: a stand-in for a register, to try a measure's reach on."""

from lotsa.core.population.making import make_companies
from lotsa.core.population.shares import Shares, parse_shares

__all__ = ["Shares", "make_companies", "parse_shares"]
