"""What every adviser page needs: who looks, and how a move is tried and told."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lotsa.core.cases.states import Move, NotPossible
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.access import referral_for
from lotsa.domain.cases.models import Referral
from lotsa.domain.cases.services.answering import NotInTeam
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import Erased
from lotsa.foundation import clock
from lotsa.web.adviser.words import why_not

Act = Callable[[Referral, By, datetime], object]


def viewer_of(request: HttpRequest) -> Viewer:
    """The member who looks. Raises Http404 when nobody is signed in to a place."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Http404
    return viewer


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def my_referral(request: HttpRequest, reference: str, referral_id: int) -> Referral:
    """A referral the viewer may act in, with its people. Raises Http404."""
    return referral_for(viewer_of(request), reference, referral_id)


def refused(move: Move, referral_id: int, now: datetime) -> str:
    """What to say when a move could not be made: how the referral stands now."""
    referral = Referral.objects.select_related("team", "adviser__user").get(pk=referral_id)
    return why_not(referral, move, now)


def attempt(
    request: HttpRequest, referral: Referral, move: Move, act: Act, *, done: str = ""
) -> bool:
    """Make a move; tell how it went in a message. Returns whether it was made.

    Args:
        request: the viewer's.
        referral: from `my_referral`.
        move: for the words when it cannot be made.
        act: makes it; may raise NotPossible, NotInTeam.
        done: what to say when it was made.
    """
    now = clock.moment()
    try:
        act(referral, By.member(viewer_of(request)), now)
    except NotPossible:
        messages.warning(request, refused(move, referral.pk, now))
        return False
    except NotInTeam:
        messages.warning(request, _not_in_team(referral))
        return False
    except Erased:
        raise Http404 from None
    if done:
        messages.success(request, done)
    return True


def to_case(reference: str, anchor: str = "") -> HttpResponse:
    """Back to the case, at one of its parts."""
    response = redirect("adviser:case", reference)
    if anchor:
        response.headers["Location"] += f"#{anchor}"
    return response


def _not_in_team(referral: Referral) -> str:
    return _("Choose somebody who is in %(team)s now.") % {"team": referral.team.name}
