"""What the faces need to know about territories."""

from lotsa.domain.places.models import Territory


def regions() -> tuple[Territory, ...]:
    """Return the regions in the order of their codes, in one query."""
    return tuple(Territory.objects.regions())


def municipalities(region: str | None = None) -> tuple[Territory, ...]:
    """Return the municipalities with their region, of one region when its code is given."""
    return tuple(Territory.objects.municipalities(region).select_related("parent"))


def by_code(code: str) -> Territory | None:
    """Return the territory with this code, with its parent, or None."""
    return Territory.objects.select_related("parent").filter(code=code).first()
