"""The jobs that come back: the nightly cleaning, and the watch over the cases."""

import datetime

from django_tasks import task

from lotsa.domain.cases.services import erasing
from lotsa.foundation import clock
from lotsa.foundation.jobs.recurring import recurring
from lotsa.foundation.retention import services
from lotsa.usecases.directory import brought, stale
from lotsa.usecases.staff import acting, emptying, reviewing
from lotsa.usecases.support import receive, watch


@recurring("purge-expired", every=datetime.timedelta(days=1))
@task()
def purge_expired() -> dict[str, int]:
    """Clean everything kept long enough; returns what was cleaned."""
    return dict(services.purge_expired())


@recurring("watch-cases", every=datetime.timedelta(minutes=10))
@task()
def watch_cases() -> dict[str, int]:
    """Route what was left behind, remind, escalate, tell and ask; returns how many of each."""
    now = clock.moment()
    return {
        "routed": receive.left_behind(now=now),
        "reminded": watch.remind(now=now),
        "escalated": watch.escalate(now=now),
        "delays": watch.tell_delays(now=now),
        "asked": watch.ask_how_it_went(now=now),
        "tasks": watch.tell_tasks(now=now),
        "expiring": erasing.tell_expiring(now=now),
        "erased": erasing.erase_wanted(),
    }


@recurring("look-after-directory", every=datetime.timedelta(days=1))
@task()
def look_after_directory() -> dict[str, int]:
    """Remind of entries nobody has confirmed, and forget sheets nobody said yes to."""
    return {
        "stale": stale.tell_stale(now=clock.moment()),
        "sheets": brought.forget_old(clock.now()),
    }


@recurring("look-after-people", every=datetime.timedelta(hours=12))
@task()
def look_after_people() -> dict[str, int]:
    """Open and follow the quarterly reviews of who has access, and log what has ended by itself."""
    now = clock.now()
    done = reviewing.run(clock.today(), now=now, moment=clock.moment())
    ended = acting.end_those_over(now=now)
    return done | {"acting": ended, "emptied": emptying.empty_those_gone(now=now)}
