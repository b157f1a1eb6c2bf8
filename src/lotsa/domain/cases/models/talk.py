"""What is said and planned in a case."""

from django.db import models

from lotsa.domain.actors.models import Member
from lotsa.domain.cases.models.case import Case
from lotsa.domain.cases.models.referral import Referral
from lotsa.foundation.files.models import StoredFile


class Message(models.Model):
    """One message between the company and those who have its case.

    Attributes:
        from_company: else from `member`, or from Lotsa itself when there is none.
        read_at: when the other side first saw it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    from_company = models.BooleanField()
    member = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"Message {self.pk}"


class Attachment(models.Model):
    """A file in a case. An internal one is not shown to the company."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="attachments"
    )
    from_company = models.BooleanField()
    internal = models.BooleanField(default=False)
    member = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"Attachment {self.pk}"


class Note(models.Model):
    """An internal note; never shown to the company on its page, but part of its own data.

    Attributes:
        shared: shown to every organisation in the case; else only to the writer's own.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    shared = models.BooleanField(default=False)
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"Note {self.pk}"


class Task(models.Model):
    """Something to do in a case, by somebody, by a day; `told_at` is when it was said to be due."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    referral = models.ForeignKey(
        Referral, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks"
    )
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="tasks")
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("due_on", "id")
        indexes = (models.Index(fields=("member", "done_at", "due_on"), name="task_by_member"),)

    def __str__(self) -> str:
        return f"Task {self.pk}"


class Suggestion(models.Model):
    """A measure that an adviser points the company to, with a word on why."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="suggestions")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    measure = models.CharField(max_length=100)
    text = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("case", "measure"), name="one_suggestion_per_measure"),
        )

    def __str__(self) -> str:
        return self.measure
