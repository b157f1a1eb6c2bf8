"""Pages of a long list: the same rows in the same order as without the detour."""

import pytest
from django.core.paginator import EmptyPage

from lotsa.domain.people.models import User
from lotsa.foundation.lists import KeyedPaginator, OncePaginator, part
from tests.support.factories import UserFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    for _ in range(7):
        UserFactory()
    return User.objects.order_by("-name", "pk")


@pytest.fixture(params=[KeyedPaginator, OncePaginator])
def paginator(request):
    return request.param


def test_every_row_stands_on_one_page_in_order(people, paginator):
    pages = paginator(people, 3)
    assert [list(pages.page(number)) for number in (1, 2, 3)] == [
        list(people[0:3]),
        list(people[3:6]),
        list(people[6:7]),
    ]


def test_a_page_that_is_not_there_gives_the_nearest_or_is_told(people, paginator):
    pages = paginator(people, 3)
    assert list(pages.get_page("99")) == list(people[6:7])
    assert list(pages.get_page("x")) == list(people[0:3])
    with pytest.raises(EmptyPage):
        pages.page(4)


def test_an_empty_list_has_one_empty_page(paginator):
    assert list(paginator(User.objects.order_by("pk"), 3).get_page(1)) == []
    assert part(User.objects.order_by("pk"), 0, 3) == []


def test_a_page_takes_three_queries(people):
    assert queries_of(lambda: list(KeyedPaginator(people, 3).get_page(2))) == 3


def test_one_that_is_gone_through_once_takes_two(people):
    assert queries_of(lambda: list(OncePaginator(people, 3).get_page(2))) == 2
