"""Imports: files brought in, what they gave, and what undoing them needs."""

from django.db import models

from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow


class Import(OfficeRow):
    """One file brought in by a member, with its choices, its counts, its problems and its progress."""

    class State(models.TextChoices):
        PREVIEW = "preview", "Waiting for your choices"
        RUNNING = "running", "Coming in"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"
        UNDONE = "undone", "Undone"

    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="imports")
    agent = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # client_list, phone_log, chat_export, mail_archive
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State)
    choices = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    before = models.JSONField(default=list)  # fields of matched clients as they were, for undoing
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-started_at"], name="import_newest")]


class ColumnMapping(OfficeRow):
    """How an office reads a make of file that Beforehand does not know, by the file's own headers."""

    headers_hash = models.CharField(max_length=64)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "headers_hash"], name="one_mapping")]
