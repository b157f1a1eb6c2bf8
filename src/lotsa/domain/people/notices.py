"""How people at work are reached by mail."""

from lotsa.domain.people.models import User
from lotsa.foundation.outbox.letters import Recipient
from lotsa.foundation.outbox.registry import recipient_kind


def find(user_id: str) -> Recipient | None:
    """Address, name and language of a user who may sign in; None when gone, or in the demo only."""
    user = User.objects.active().filter(pk=user_id).first()
    return Recipient(user.email, user.name, user.language) if user else None


recipient_kind("user", find=find)
