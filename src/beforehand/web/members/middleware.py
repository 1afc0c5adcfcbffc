"""Gives each request its member, and templates the same."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class MemberMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


def member(request: HttpRequest) -> dict[str, object]:
    return {"member": getattr(request.user, "member", None) if hasattr(request, "user") else None}
