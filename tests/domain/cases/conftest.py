import pytest

from tests.support.factories import AT


@pytest.fixture
def now():
    return AT
