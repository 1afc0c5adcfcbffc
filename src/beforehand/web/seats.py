"""Who asks: the member behind a request, and the moment at which they ask."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from beforehand.records.models import Member, Office

_DIGITS = 18


class SeatedRequest(HttpRequest):
    """A request of somebody who is signed in and has a seat."""

    member: Member


def seat_of(request: HttpRequest) -> Member | None:
    """The member who is signed in, with their office; None for strangers and for those who left."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    member: Member | None = getattr(user, "member", None)
    return member if member is not None and member.left_at is None else None


def seated(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Lets members in, with `request.member`; others sign in first, and a fresh installation is set up first."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        member = seat_of(request)
        if member is None:
            if not Office.objects.exists():
                return redirect("first_run")
            return redirect_to_login(request.get_full_path())
        request.member = member  # type: ignore[attr-defined]
        with timezone.override(member.zone):
            return view(request, *args, **kwargs)

    return wrapper


def row_id(written: str) -> int | None:
    """The row that an address or a form names by its number; None where no row can have it."""
    return int(written) if written.isdecimal() and len(written) <= _DIGITS else None


def this_moment() -> datetime:
    """Now, in UTC and whole seconds: the moment that a door hands to what it calls."""
    return datetime.now(UTC).replace(microsecond=0)


def toast(request: HttpRequest, text: str, undo: str = "") -> None:
    """Leaves a sentence for the next page, with the address that undoes the deed."""
    messages.info(request, text, extra_tags=undo)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"
