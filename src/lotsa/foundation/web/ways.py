"""Where a form may lead: to a path of this site, whatever it was told."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_own_path(address: str) -> bool:
    """Whether an address is a path on this site: never another host, never another scheme."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def own_path(address: str, otherwise: str) -> str:
    """The address when it is a path on this site; else another."""
    return address if is_own_path(address) else otherwise
