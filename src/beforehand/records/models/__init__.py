"""The tables. They hold facts and proposals and know no rules; every row carries its office."""

from beforehand.records.models.audit import AuditEntry
from beforehand.records.models.cache import CacheRow
from beforehand.records.models.cadences import ClientCadence, OfficeCadence
from beforehand.records.models.calendars import Calendar, Meeting
from beforehand.records.models.capture_addresses import CaptureAddress, PhoneLine
from beforehand.records.models.captures import Capture, IgnoredPoint, Lesson, StoppedTexts, WaitingPoint
from beforehand.records.models.clients import Client, ClientHours, ContactPoint, Pause, Person
from beforehand.records.models.deals import Deal, DealStage
from beforehand.records.models.imports import ColumnMapping, Import
from beforehand.records.models.mailboxes import Mailbox, MailFolder, OwnAddress
from beforehand.records.models.members import (
    Absence,
    Assistance,
    Invitation,
    Member,
    MemberHours,
    Team,
    User,
)
from beforehand.records.models.next_calls import NextCall
from beforehand.records.models.offices import ClosedDay, Office
from beforehand.records.models.promises import Promise
from beforehand.records.models.requests import Request
from beforehand.records.models.touches import Touch
from beforehand.records.models.work import Work

__all__ = [
    "Absence",
    "Assistance",
    "AuditEntry",
    "CacheRow",
    "Calendar",
    "Capture",
    "CaptureAddress",
    "Client",
    "ClientCadence",
    "ClientHours",
    "ClosedDay",
    "ColumnMapping",
    "ContactPoint",
    "Deal",
    "DealStage",
    "IgnoredPoint",
    "Import",
    "Invitation",
    "Lesson",
    "MailFolder",
    "Mailbox",
    "Meeting",
    "Member",
    "MemberHours",
    "NextCall",
    "Office",
    "OfficeCadence",
    "OwnAddress",
    "Pause",
    "Person",
    "PhoneLine",
    "Promise",
    "Request",
    "StoppedTexts",
    "Team",
    "Touch",
    "User",
    "WaitingPoint",
    "Work",
]
