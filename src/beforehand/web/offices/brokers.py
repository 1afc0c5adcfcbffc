"""Which pages are the broker's alone."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponseBase

from beforehand.queries.access import NotFound
from beforehand.records.models import Member
from beforehand.web.seats import SeatedRequest, seated


def brokers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Lets brokers in; for other members there is no such page."""

    @seated
    @wraps(view)
    def wrapper(request: SeatedRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.member.role != Member.Role.BROKER:
            raise NotFound
        return view(request, *args, **kwargs)

    return wrapper
