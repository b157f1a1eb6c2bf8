"""Who signs in. What a person may do comes from a place in an actor, not from here."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from lotsa.domain.people.querysets import UserQuerySet


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes users without passwords: the code in the mail or the employer vouches for them."""

    def create_user(self, email: str, name: str = "", **fields: object) -> "User":
        """Create a user who has no password."""
        user: User = self.model(email=normal(email), name=name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


def normal(email: str) -> str:
    """A mail address as it is compared and kept: trimmed and in lower case."""
    return email.strip().lower()


class User(AbstractBaseUser):
    """A person who can sign in.

    A user from an identity provider is found by issuer and subject, never by mail address.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="sv")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_on = models.DateField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name or f"User {self.pk}"


class ActingFor(models.Model):
    """One spell of support staff acting for another user: why, and from when to when."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="acting_spells")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="acted_for_spells")
    reason = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-id")

    def __str__(self) -> str:
        return f"Spell {self.pk}"
