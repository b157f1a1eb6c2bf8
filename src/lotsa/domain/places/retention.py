"""Territories are public geography."""

from lotsa.foundation.retention.registry import declare

declare(
    "places.Territory",
    not_personal=(
        "id",
        "code",
        "kind",
        "parent",
        "name_sv",
        "name_en",
        "full_name_sv",
        "region_name_sv",
        "latitude",
        "longitude",
    ),
)
