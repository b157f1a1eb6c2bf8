import pytest

from tests.support.company import Asker


@pytest.fixture(params=["sv", "en"])
def asker(client, request):
    """A company in each language."""
    return Asker(client, request.param)


@pytest.fixture
def owner(client):
    """A company in Swedish, where the language makes no difference."""
    return Asker(client)
