from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.letters import Letter
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.registry import notice
from lotsa.foundation.outbox.services import (
    cancel_about,
    choose,
    erase_about,
    forget_recipient,
)


def test_what_is_erased_while_it_is_being_written_never_goes(tell, server, cases):
    def erased_meanwhile(*_):
        erase_about("case", 7)
        return Letter(("secret",))

    notice("case.slow", sentence="x", subject="x", audience="staff", build=erased_meanwhile)
    tell("case.slow")

    assert deliver_due().as_dict() == {"not ours": 1}
    assert not server.taken
    assert not OutboxMessage.objects.exists()


def test_cancelling_keeps_the_record_and_erasing_does_not(tell, server):
    tell(case=7)
    deliver_due()
    tell(case=7)
    tell(case=8)

    assert cancel_about("case", 7) == 1
    assert cancel_about("case", 7) == 0
    states = OutboxMessage.objects.order_by("pk").values_list("state", "reason")
    assert list(states) == [("sent", ""), ("dropped", "cancelled"), ("waiting", "")]
    assert erase_about("case", 7) == 2
    assert deliver_due().as_dict() == {"sent": 1}


def test_a_person_is_forgotten_with_their_choices(tell):
    tell(person=1)
    tell(person=2)
    choose(("user", 1), "case.changed", wanted=False)

    assert forget_recipient(("user", 1)) == 2
    assert OutboxMessage.objects.get().recipient_id == "2"
