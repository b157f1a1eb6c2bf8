"""The queue of mail, what people have chosen, and the demo's mailbox."""

from django.db import models


class State(models.TextChoices):
    """Where a message stands. `delivery.py` draws the moves."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    HANDING_OVER = "handing_over"
    SENT = "sent"
    GATHERED = "gathered"  # goes in the mail of the message it was gathered into
    FAILED = "failed"  # will be tried again
    DROPPED = "dropped"
    DEAD = "dead"
    UNCERTAIN = "uncertain"
    BOUNCED = "bounced"


DUE = (State.WAITING, State.FAILED)
TROUBLED = (State.DEAD, State.UNCERTAIN, State.BOUNCED)


class OutboxMessage(models.Model):
    """One notice to one recipient. Ids and codes only: no address, no text, no name."""

    notice = models.CharField(max_length=80)
    recipient_kind = models.CharField(max_length=30)
    recipient_id = models.CharField(max_length=64)
    about_kind = models.CharField(max_length=30, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=300, null=True, unique=True)  # noqa: DJ001
    language = models.CharField(max_length=10, blank=True)  # empty: the recipient's own
    happened_at = models.DateTimeField()  # as the reader should see it; the demo's is in 2020
    created_at = models.DateTimeField()

    # Stands in the mail's Message-ID, so that a bounce finds its message.
    mail_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True)
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=60, blank=True)  # codes, never the server's words
    held_for_digest = models.BooleanField(default=False)
    gathered_into = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="gathered"
    )

    class Meta:
        ordering = ("id",)
        indexes = (
            # The whole index, not a part by state: SQLite uses no partial index when the state is
            # a parameter, as Django has it.
            models.Index(fields=["state", "next_attempt_at"], name="outbox_state"),
            models.Index(fields=["about_kind", "about_id"], name="outbox_about"),
            models.Index(
                fields=["recipient_kind", "recipient_id", "notice", "sent_at"],
                name="outbox_recipient",
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice} {self.state} ({self.pk})"


class NoticeChoice(models.Model):
    """Whether someone wants a notice that may be declined. No row means yes."""

    recipient_kind = models.CharField(max_length=30)
    recipient_id = models.CharField(max_length=64)
    notice = models.CharField(max_length=80)
    wanted = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["recipient_kind", "recipient_id", "notice"], name="outbox_one_choice"
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice}: {self.wanted}"


class DigestChoice(models.Model):
    """Whether someone wants what can be gathered once a day. No row means at once."""

    recipient_kind = models.CharField(max_length=30)
    recipient_id = models.CharField(max_length=64)
    daily = models.BooleanField()
    hour = models.PositiveSmallIntegerField(default=8)  # local time, on working days

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["recipient_kind", "recipient_id"], name="outbox_one_pace"
            ),
        )

    def __str__(self) -> str:
        return f"daily at {self.hour}" if self.daily else "at once"


class DemoMail(models.Model):
    """A mail as it would have gone, readable on a page of the demo. Empty in production."""

    mail_id = models.UUIDField(unique=True)
    to_label = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.subject
