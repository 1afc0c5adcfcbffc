"""Where the fortnight is played: the sample office, two mailboxes, two calendars, three ways to hear of calls."""

import json
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings
from django.test import Client as Browser

from beforehand.actions.calendars import connect_calendars
from beforehand.actions.capture_addresses import make_capture_address
from beforehand.actions.contact_points import add_contact_point
from beforehand.actions.imports.choices import Choices
from beforehand.actions.mailboxes import connect_mailbox, remove_mailbox
from beforehand.actions.phone_lines import connect_line
from beforehand.channels.telephony.signing import signature
from beforehand.intake.sample import open_sample
from beforehand.intake.several import bring_all
from beforehand.records.models import Calendar, CaptureAddress, Client, Mailbox, MailFolder, Member
from beforehand.worker import tick
from tests.dovecot import PASSWORD, Dovecot
from tests.journeys.fortnight import pages
from tests.journeys.fortnight.looking import Looking
from tests.journeys.fortnight.phones import Phone
from tests.journeys.fortnight.post import bounce, letter, newsletter
from tests.journeys.fortnight.script import HOME, LOOKS, Event
from tests.radicale import PASSWORD as CALENDAR_PASSWORD
from tests.radicale import USER as CALENDAR_USER
from tests.radicale import Radicale

LINE, ACCOUNT, AUTH_TOKEN = "+15125550100", "AC" + "0" * 32, "a token of twilio"
MAYA, JON = "maya.lindqvist@example.com", "jon.abara@example.com"


class Stage:
    """Plays events; `seen` has what each look saw."""

    def __init__(self, dovecot: Dovecot, radicale: Radicale, folder: Path, opens_at: datetime) -> None:
        self._dovecot, self._radicale, self._folder = dovecot, radicale, folder
        self.maya = open_sample(opens_at)
        self.office_id = self.maya.office_id
        members = Member.objects.filter(office_id=self.office_id).select_related("user", "office")
        self.members = {member.name.partition(" ")[0]: member for member in members}
        self._browsers = {name: Browser() for name in self.members}
        for name, browser in self._browsers.items():
            browser.force_login(self.members[name].user)
        self._phone = Phone()
        self._told: list[tuple[str, dict[str, Any], datetime]] = []
        self._exports: list[tuple[list[Path], Member, datetime]] = []
        self._calendars = {name: radicale.make_calendar(name) for name in ("Maya", "Jon")}
        self._looking = Looking(self._browsers, self.members)
        self.seen: dict[str, list[str]] = {}
        self.connect(opens_at)
        self._connect_phones(opens_at)

    def play(self, event: Event) -> None:
        """Brings the event about, or looks; before a look the worker has done what was due."""
        if event.kind in LOOKS:
            self.tick(event.at)
            self.seen[event.name] = self._looking.look(event)
            return
        acts: dict[str, Callable[[Event], None]] = {
            "knows": self._knows, "call": self._call, "text": self._text, "exports": self._export,
            "chat": self._chat, "mail": self._mail, "bounce": self._bounce, "newsletter": self._newsletter,
            "rings": self._rings, "texts": self._texts, "puts": self._puts, "dovecot": self._power,
            "lead": self._lead, "taps": self._tap,
        }  # fmt: skip
        acts[event.kind](event)

    def tick(self, at: datetime) -> None:
        """The worker does everything that is due."""
        assert tick.run_once(at, worker="ann", rng=random.Random(1))["failed"] == 0

    def connect(self, at: datetime) -> None:
        """The mailboxes and calendars of Maya and Jon, with nothing read yet."""
        for name, address in (("Maya", MAYA), ("Jon", JON)):
            connect_mailbox(
                address=address, host="127.0.0.1", port=self._dovecot.port, security="none", username="",
                auth="password", secret=PASSWORD, since=date(2026, 10, 1), by=self.members[name], at=at,
            )  # fmt: skip
            connect_calendars(
                kind="caldav", found=[(self._calendars[name], name)], username=CALENDAR_USER,
                secret=CALENDAR_PASSWORD, by=self.members[name], at=at,
            )  # fmt: skip

    def replay(self, at: datetime) -> None:
        """Everything that any channel ever told is told again from the start."""
        for mailbox in Mailbox.objects.filter(removed_at__isnull=True).select_related("member__office"):
            remove_mailbox(mailbox_id=mailbox.pk, by=mailbox.member, at=at)
        Calendar.objects.update(state="")
        self.connect(at)
        for paths, member, _ in self._exports:
            self._bring(paths, member, at)
        for address, fields, _ in self._told:
            self._tell(address, fields, at)
        self.tick(at)
        read_again = MailFolder.objects.filter(mailbox__removed_at__isnull=True, filled__gt=0, back_uid=None)
        assert read_again.count() == 4  # both folders of both, to their ends

    def _connect_phones(self, at: datetime) -> None:
        _, self._line_key = connect_line(
            number=LINE, account=ACCOUNT, secret=AUTH_TOKEN, member_id=self.maya.pk, by=self.maya, at=at
        )
        _, self._jons_token = make_capture_address(
            kind=CaptureAddress.Kind.PHONE, label="iPhone", by=self.members["Jon"], at=at
        )

    def _knows(self, event: Event) -> None:
        add_contact_point(
            client_id=self._client(event.says["knows"]).pk,
            text=event.says["point"],
            by=self.maya,
            at=event.at,
        )

    def _call(self, event: Event) -> None:
        """In Maya's phone log, or told by Jon's phone at its end."""
        says, seconds = event.says, event.says.get("seconds", event.says.get("minutes", 0) * 60)
        inbound = says.get("way") == "in"
        if says["by"] == "Maya":
            self._phone.call(
                event.at, self._number(says["call"]), says["call"], seconds=seconds, inbound=inbound
            )
            return
        ended_at = event.at + timedelta(seconds=seconds)
        self._tell_jons({
            "kind": "call", "direction": says.get("way", "out"), "number": self._number(says["call"]),
            "seconds": seconds, "at": ended_at.isoformat(),
        }, ended_at)  # fmt: skip

    def _text(self, event: Event) -> None:
        says = event.says
        inbound = says.get("way") == "in"
        if says["by"] == "Maya":
            self._phone.text(
                event.at, self._number(says["text"]), says["text"], says["says"], inbound=inbound
            )
            return
        self._tell_jons({
            "kind": "text", "direction": says.get("way", "out"), "number": self._number(says["text"]),
            "text": says["says"], "at": event.at.isoformat(),
        }, event.at)  # fmt: skip

    def _export(self, event: Event) -> None:
        paths = self._phone.export(self._folder / f"{event.at:%m-%d %H%M}", event.at)
        self._bring(paths, self.maya, event.at)
        self._exports.append((paths, self.maya, event.at))

    def _chat(self, event: Event) -> None:
        path = HOME / event.says["chat"]
        self._bring([path], self.maya, event.at)
        self._exports.append(([path], self.maya, event.at))

    def _bring(self, paths: list[Path], member: Member, at: datetime) -> None:
        done = bring_all(paths, kind=None, choices=Choices(), agent=member, by=member, at=at, by_name=True)
        assert done.problems == []

    def _mail(self, event: Event) -> None:
        says = event.says
        sender, to = self._address(says["from"]), self._address(says["to"])
        raw = letter(event, sender=sender, to=", ".join([to, *map(self._address, says.get("and", []))]))
        for name in (says["to"], *says.get("and", [])):
            if name in self.members:
                self._deliver(raw, "INBOX", name)
        if says["from"] in self.members:
            self._deliver(raw, "Gesendet", says["from"])

    def _bounce(self, event: Event) -> None:
        self._deliver(bounce(event, self._address(event.says["about"])), "INBOX", event.says["to"])

    def _newsletter(self, event: Event) -> None:
        self._deliver(newsletter(event), "INBOX", event.says["to"])

    def _lead(self, event: Event) -> None:
        raw = (HOME / event.says["lead"]).read_bytes().replace(b"\n", b"\r\n")
        self._deliver(raw, "INBOX", event.says["to"])

    def _deliver(self, raw: bytes, folder: str, name: str) -> None:
        self._dovecot.deliver(raw, folder, MAYA if name == "Maya" else JON)

    def _rings(self, event: Event) -> None:
        """A call to the office's line that nobody answers, then the words of the voicemail."""
        call = {"CallSid": f"CA{event.at:%m%d%H%M}", "Direction": "inbound", "CallStatus": "no-answer"}
        call |= {"From": self._number(event.says["rings"]), "To": LINE}
        self._tell("voice", call, event.at)
        if words := event.says.get("voicemail"):
            said = {"RecordingSid": "RE1", "RecordingDuration": "21", "TranscriptionText": words}
            self._tell("voice", call | said, event.at + timedelta(minutes=1))

    def _texts(self, event: Event) -> None:
        sms = {"MessageSid": f"SM{event.at:%m%d%H%M}", "SmsStatus": "received", "Body": event.says["says"]}
        self._tell("message", sms | {"From": self._number(event.says["texts"]), "To": LINE}, event.at)

    def _tell_jons(self, fields: dict[str, Any], at: datetime) -> None:
        self._tell("capture", fields, at)

    def _tell(self, address: str, fields: dict[str, Any], at: datetime) -> None:
        """Posts to the drop of Jon's phone, or as Twilio does to the hooks of the line."""
        self._told.append((address, fields, at)) if (address, fields, at) not in self._told else None
        with time_machine.travel(at, tick=False):
            if address == "capture":
                answer = Browser().post(
                    f"/capture/{self._jons_token}", json.dumps(fields), "application/json"
                )
            else:
                path = f"/hooks/twilio/{self._line_key}/{address}/"
                form = fields | {"AccountSid": ACCOUNT}
                signed = signature(
                    AUTH_TOKEN, settings.URL + path, [(key, [value]) for key, value in form.items()]
                )
                answer = Browser().post(path, form, headers={"X-Twilio-Signature": signed})
        assert answer.status_code == 200, answer.content

    def _puts(self, event: Event) -> None:
        name = event.says["puts"]
        self._radicale.put(
            self._calendars[event.says["in"]],
            event.says.get("as", name.removesuffix(".ics")),
            (HOME / name).read_bytes(),
        )

    def _power(self, event: Event) -> None:
        getattr(self._dovecot, event.says["dovecot"])()

    def _tap(self, event: Event) -> None:
        says = event.says
        self.tick(event.at)
        browser = self._browsers[says["by"]]
        page = pages.read(browser, says.get("on", "/"), event.at)
        pages.tap(browser, page, says["taps"], says["about"], event.at)

    def _client(self, name: str) -> Client:
        return Client.objects.get(office_id=self.office_id, name=name)

    def _number(self, who: str) -> str:
        return (
            who
            if who.startswith("+")
            else self._client(who).contact_points.filter(kind="phone").order_by("pk")[0].value
        )

    def _address(self, who: str) -> str:
        if "@" in who:
            return who
        if who in self.members:
            return f"{self.members[who].name} <{MAYA if who == 'Maya' else JON}>"
        return f'"{who}" <{self._client(who).contact_points.filter(kind="email").order_by("pk")[0].value}>'
