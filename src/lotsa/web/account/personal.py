"""Pages about the signed-in person alone, whatever roles the person has just now."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from lotsa.foundation.access import Role, open_to
from lotsa.web.account.middleware import presence, to_sign_in

View = Callable[..., HttpResponse]


def personal(view: View, *, in_demo: bool = True) -> View:
    """Open a view to anyone who is signed in as themselves.

    One who must set up a second factor has no role until then, and has to reach the page where it
    is done; so the roles are not asked for. Support staff acting for somebody get 404, and so does
    one of the demo's people when what is changed would change for every visitor.

    Args:
        view: the view.
        in_demo: whether the demo's people may use it.
    """

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = presence(request)
        if found is None or found.viewer is None:
            return to_sign_in(request)
        if found.acting is not None or (found.user.is_demo and not in_demo):
            raise Http404
        return view(request, *args, **kwargs)

    return open_to(Role.PUBLIC)(opened)
