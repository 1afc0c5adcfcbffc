"""Answers `/healthz` to whoever watches over the processes."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from beforehand.queries.health import health

PATH = "/healthz"


class Health(JsonResponse):
    """200 where all is well, else 503; Django would log each 503, and a probe comes every few seconds."""

    _has_been_logged = True


class HealthMiddleware:
    """Stands before all others: a probe has no session, and calls us by whatever name or address it knows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        parts = health(datetime.now(UTC))
        is_well = set(parts.values()) == {"ok"}
        told = {"status": "ok" if is_well else "failing"} | parts
        return Health(told, status=200 if is_well else 503, headers={"Cache-Control": "no-store"})
