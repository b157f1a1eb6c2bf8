from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lotsa.domain.places.querysets import TerritoryQuerySet


class Territory(models.Model):
    """The country, a region (county) or a municipality, with its official code."""

    class Kind(models.TextChoices):
        """How large a territory is."""

        COUNTRY = "country", _("Country")
        REGION = "region", _("Region")
        MUNICIPALITY = "municipality", _("Municipality")

    code = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    full_name_sv = models.CharField(max_length=80)
    region_name_sv = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.full_name_sv

    @property
    def full_name(self) -> str:
        """What it is called where its kind must be told too, in the reader's language."""
        return self.full_name_sv if get_language() == "sv" else self.name_en
