import gc

from lotsa.foundation.web.memory import leave_what_is_loaded


def test_what_is_loaded_is_searched_no_more_and_the_new_still_is():
    usual = gc.get_threshold()
    try:
        leave_what_is_loaded()
        assert gc.get_freeze_count() > 10_000
        round_and_round = []
        round_and_round.append(round_and_round)
        del round_and_round
        assert gc.collect() >= 1
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
