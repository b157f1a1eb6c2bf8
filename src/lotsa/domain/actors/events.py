"""What the audit log may say about the directory and the people in it."""

from lotsa.foundation.audit.registry import event_type

DIRECTORY_CHANGED = event_type(
    "directory.changed",
    "An organisation's entry in the directory was changed",
    keys={"actor", "team", "what", "fields", "by", "acting_by"},
)
INVITED = event_type("member.invited", "A person was invited", keys={"actor", "invitation"})
UNINVITED = event_type("member.uninvited", "An invitation was taken back", keys={"invitation"})
JOINED = event_type("member.joined", "An invitation was accepted", keys={"actor", "invitation"})
ADMITTED = event_type(
    "member.admitted",
    "A person came in by the organisation's own sign-in",
    keys={"actor", "member"},
)
CHANGED = event_type(
    "member.changed", "A member's roles or teams were changed", keys={"actor", "member"}
)
ENDED = event_type("member.ended", "A member's place was ended", keys={"actor", "member"})
REVIEWED = event_type(
    "access.reviewed", "Who has access was looked through", keys={"actor", "kept", "ended"}
)
LAPSED = event_type("access.lapsed", "Unconfirmed places were ended", keys={"actor", "ended"})
