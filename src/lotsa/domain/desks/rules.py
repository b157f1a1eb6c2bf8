"""Which rules of reception hold for a place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from lotsa.domain.desks.models import ReceptionRules
from lotsa.foundation.once import once_a_reading

CONTACT_WITHIN = 2
REPLY_WITHIN = 1
_NEAREST = {"municipality": 0, "region": 1, "country": 2}


@dataclass(frozen=True)
class Rules:
    """How a place receives cases, when nothing else is said: two working days, send by itself.

    Attributes:
        contact_within: working days to the promised first contact.
        reply_within: working days a team has to accept or decline.
        default_mode: "send" or "hold".
        modes: the mode of a need area, where it differs.
    """

    contact_within: int = CONTACT_WITHIN
    reply_within: int = REPLY_WITHIN
    default_mode: str = ReceptionRules.Mode.SEND.value
    modes: Mapping[str, str] = field(default_factory=dict)

    def mode(self, area: str) -> str:
        """What happens with a need of this area."""
        return self.modes.get(area, self.default_mode)


@once_a_reading
def rules_for(municipality_code: str, region_code: str) -> Rules:
    """The rules of the nearest territory that has any: municipality, region, country."""
    rows = ReceptionRules.objects.select_related("territory").filter(
        Q(territory__code__in=[code for code in (municipality_code, region_code) if code])
        | Q(territory__kind="country")
    )
    nearest = min(rows, key=lambda row: _NEAREST[row.territory.kind], default=None)
    if nearest is None:
        return Rules()
    return Rules(
        nearest.contact_within, nearest.reply_within, nearest.default_mode, dict(nearest.modes)
    )
