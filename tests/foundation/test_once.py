"""A page that is read asks once; everything that may write asks anew."""

import pytest

from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.once import once_a_reading, one_reading


def counter():
    asked = []

    @once_a_reading
    def find():
        asked.append(1)
        return len(asked)

    return find


def test_outside_a_reading_it_is_found_anew():
    find = counter()
    assert [find(), find()] == [1, 2]


def test_in_a_reading_the_first_answer_holds_and_the_next_reading_asks_again():
    find = counter()
    with one_reading():
        assert [find(), find()] == [1, 1]
    with one_reading():
        assert [find(), find()] == [2, 2]


def test_two_finders_do_not_answer_for_each_other():
    one, other = counter(), counter()
    with one_reading():
        assert one() == other() == 1
        other()
        assert one() == 1


def test_nothing_stays_behind_when_a_reading_fails():
    find = counter()

    def fail():
        with one_reading():
            find()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert find() == 2


@pytest.mark.usefixtures("facts")
def test_the_catalogue_is_asked_for_once_a_reading(django_assert_num_queries):
    catalogue()
    with django_assert_num_queries(1), one_reading():
        assert catalogue() is catalogue()
    with django_assert_num_queries(2):
        assert catalogue() is catalogue()


def test_each_question_is_found_once():
    asked = []

    @once_a_reading
    def double(number, *, times=2):
        asked.append((number, times))
        return number * times

    with one_reading():
        assert [double(3), double(4), double(3), double(3, times=3)] == [6, 8, 6, 9]
    assert asked == [(3, 2), (4, 2), (3, 3)]
    assert [double(3), double(3)] == [6, 6]
    assert len(asked) == 5
