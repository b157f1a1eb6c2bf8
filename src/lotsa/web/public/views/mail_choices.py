"""Where a mail is declined from the mail itself, without signing in (RFC 8058)."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lotsa.foundation.access import Role, open_to
from lotsa.foundation.outbox import services
from lotsa.foundation.outbox.registry import require_kind
from lotsa.foundation.outbox.selectors import declined
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.web.public.mail_choices import NoSuchAddress, behind
from lotsa.web.public.views.resume import private


# A mail program posts here by itself, with neither cookie nor token against forgery. The signed
# address is the proof instead: whoever has it has the mail, and can only stop or take back mail of
# the kinds in it. A cookie would give no more, and none is read.
@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
@private
@limited("stop-mail", "240/m")
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether mail of a kind should stop; stop it on POST, or start it again when told so.

    A mail program's POST (`List-Unsubscribe=One-Click`) is answered at once, without a redirect,
    which some of them do not follow.
    """
    try:
        to, notices = behind(token)
    except NoSuchAddress:
        raise Http404 from None
    names = [notice.name for notice in notices]
    # Of one who is gone nothing is written, and nothing is sent either.
    known = require_kind(to.kind)(to.id) is not None
    if request.method == "POST" and known:
        wanted = request.POST.get("again") == "yes"
        with transaction.atomic():
            for name in names:
                services.choose(to, name, wanted=wanted)
    context = {
        "token": token,
        "sentences": [notice.sentence for notice in notices],
        "stopped": not known or declined(to, names),
        "known": known,
        "staff": to.kind == "user",
    }
    return render(request, "public/stop_mail.html", context)
