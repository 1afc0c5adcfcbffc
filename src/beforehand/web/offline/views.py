"""What a phone needs to work with no signal: the service worker, the session, the offline page, shared files."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from beforehand.web.seats import SeatedRequest, seat_of, seated

_FILES = Path(__file__).parents[1] / "static"
_SHELL = {".css", ".js", ".woff2", ".svg"}
_PARTS = ("store", "pages", "taps", "sharing", "worker")


@require_safe
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the whole site; other bytes, and so a new one, whenever a file of the shell changed."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@require_safe
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Whose session this is, null for nobody's, and a fresh token to send with."""
    member = seat_of(request)
    return JsonResponse({"seat": str(member.pk) if member else None, "token": get_token(request)})


@require_safe
def no_signal(request: HttpRequest) -> HttpResponse:
    """What is shown, from the phone, in place of a page that is not kept there; it belongs to nobody."""
    return render(request, "offline/no_signal.html")


@require_safe
@seated
def home_screen(request: SeatedRequest) -> HttpResponse:
    """How Beforehand goes on the home screen of a phone."""
    return render(request, "offline/home_screen.html", {"section": "settings"})


@csrf_exempt  # it changes nothing and reads nothing: the file itself is sent from the import page, with its token
def share(request: HttpRequest) -> HttpResponse:
    """Where another app's share lands when no service worker caught it; the file is chosen by hand then."""
    return redirect(f"{reverse('imports')}?shared=missed")


@lru_cache(maxsize=1)
def _worker() -> str:
    files = sorted(path for path in _FILES.rglob("*") if path.suffix in _SHELL)
    digest = sha256()
    for path in files:
        digest.update(path.relative_to(_FILES).as_posix().encode() + b"\0" + path.read_bytes())
    shell = [static(path.relative_to(_FILES).as_posix()) for path in files if path.parent.name != "worker"]
    parts = [static(f"js/worker/{part}.js") for part in _PARTS]
    given = {
        "VERSION": digest.hexdigest()[:16],
        "SHELL": [*shell, reverse("offline")],
        "OFFLINE": reverse("offline"),
        "SESSION": reverse("offline_session"),
        "SIGN_IN": reverse("account_login"),
        "SIGN_OUT": reverse("account_logout"),
        "SHARE": reverse("share"),
        "IMPORT": reverse("imports"),
    }
    lines = [f"const {name} = {json.dumps(value)};" for name, value in given.items()]
    return "\n".join([*lines, f"importScripts(...{json.dumps(parts)});", ""])
