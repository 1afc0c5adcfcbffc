"""Mail for the drop-box that a mail service hands over: Mailgun, Postmark, SendGrid."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from beforehand.channels.drop_box.server import token_of
from beforehand.intake import drop_box
from beforehand.web.seats import this_moment

if TYPE_CHECKING:
    from anymail.inbound import AnymailInboundMessage

# The views of the library, which takes 5 MiB, are loaded by the first delivery.
_VIEWS = {
    "mailgun": ("anymail.webhooks.mailgun.MailgunInboundWebhookView", "MAILGUN_WEBHOOK_SIGNING_KEY"),
    "postmark": ("anymail.webhooks.postmark.PostmarkInboundWebhookView", "WEBHOOK_SECRET"),
    "sendgrid": ("anymail.webhooks.sendgrid.SendGridInboundWebhookView", "WEBHOOK_SECRET"),
}


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def hook(request: HttpRequest, service: str) -> HttpResponseBase:
    """Takes a delivery whose signature or password is right; closed until the installation has set one.

    A refused message is answered with 200, as trying it again would change nothing; a fault of ours with 500, so that
    the service does try again.
    """
    view, secret = _VIEWS[service]
    if not settings.ANYMAIL[secret]:
        raise Http404
    answer: HttpResponseBase = _taking(import_string(view)).as_view()(request)
    return answer


def _taking(view: type) -> Any:
    class Taking(view):  # type: ignore[misc]
        """The library checks and reads; what it read is recorded before the answer."""

        def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            self.run_validators(request)
            said = [_receive(event) for event in self.parse_events(request)]
            return HttpResponse("\n".join(said) + "\n", content_type="text/plain; charset=utf-8")

    return Taking


def _receive(event: Any) -> str:
    message: AnymailInboundMessage = event.message
    listed = [
        message.envelope_recipient,
        *(each.addr_spec for each in (*message.to, *message.cc, *message.bcc)),
    ]
    tokens = dict.fromkeys(token for each in listed if each and (token := token_of(each)))
    if not tokens:
        return "Not taken: this is for no drop-box."
    try:
        found = sum(drop_box.receive(message.as_bytes(), token=token, at=this_moment()) for token in tokens)
    except drop_box.RefusedMailError as refusal:
        return f"Not taken: {refusal}"
    return f"Taken: {found} contact{'' if found == 1 else 's'}."
