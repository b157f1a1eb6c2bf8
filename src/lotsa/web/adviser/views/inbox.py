"""The inbox: the list, and looking for words in it."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lotsa.domain.cases.inbox import Asked
from lotsa.domain.cases.inbox import inbox as find
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.web.adviser import lists
from lotsa.web.adviser.shared import viewer_of
from lotsa.web.adviser.views.batch import actions


@open_to(permission="case.read")
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What my teams have been sent, by tab, narrowed by the address."""
    now = clock.moment()
    viewer = viewer_of(request)
    kept = request.session.get(lists.SEARCHED, "") if request.GET.get("search") else ""
    asked = lists.read(request, kept)
    found = find(viewer, asked, page=request.GET.get("page"), now=now)
    current = catalogue()
    narrowed = asked != Asked(tab=asked.tab, sort=asked.sort)
    title, text = lists.empty_words(asked, narrowed=narrowed)
    response = render(
        request,
        "adviser/inbox.html",
        {
            "asked": asked,
            "tabs": lists.tabs(asked, found.counts),
            "filters": lists.filters(asked, found, current),
            "chips": lists.chips(asked, found, current),
            "everything": lists.address(Asked(tab=asked.tab)),
            "page": found.page,
            "lines": lists.lines(found.page.object_list, current, now),
            "count": found.counts[asked.tab],
            "now": now,
            "empty_title": title,
            "empty_text": text,
            "has_teams": bool(found.teams),
            "many_teams": len(found.teams) > 1,
            "here": lists.address(asked),
            "actions": actions(asked.tab),
            "query": f"?{request.GET.urlencode()}" if request.GET else "",
            "may_open": viewer.may("case.open"),
        },
    )
    if request.headers.get("HX-Request"):
        # The address a script leaves in the browser is the short one, fit to save.
        response.headers["HX-Push-Url"] = lists.address(asked)
    return response


@open_to(permission="case.read")
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Keep the words to look for in the session, and show the list that has them."""
    said = " ".join(request.POST.get("words", "").replace("\x00", "").split())
    request.session[lists.SEARCHED] = said[: lists.LONGEST_SEARCH]
    asked = lists.read(request, "")
    kept = request.session[lists.SEARCHED]
    return HttpResponseRedirect(lists.address(replace(asked, words=kept)))
