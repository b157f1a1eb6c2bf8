"""Who does something in a case."""

from dataclasses import dataclass

from lotsa.domain.actors.viewers import Viewer


@dataclass(frozen=True)
class By:
    """A member, the company on its own page, or Lotsa itself.

    Attributes:
        member_id, actor_id, user_id: of the member; None otherwise.
        acting_by: the support user who acts for the member just now.
        is_company: the company did it.
    """

    member_id: int | None = None
    actor_id: int | None = None
    user_id: int | None = None
    acting_by: int | None = None
    is_company: bool = False

    @classmethod
    def member(cls, viewer: Viewer) -> "By":
        """A signed-in member."""
        return cls(viewer.member_id, viewer.actor_id, viewer.user_id, viewer.acting_by)

    @classmethod
    def company(cls) -> "By":
        """The company, on its own page."""
        return cls(is_company=True)

    @classmethod
    def system(cls) -> "By":
        """Lotsa itself: a job or a rule."""
        return cls()
