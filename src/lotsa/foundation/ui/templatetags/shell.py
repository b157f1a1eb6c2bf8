"""Template tags of the site's shell: menus and the way home. Needs `request` in the context."""

from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import translation

from lotsa.foundation.ui import navigation

register = template.Library()


@register.simple_tag
def home_address(language: str = "") -> str:
    """The first page in a language; without one, in that of this page."""
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


@register.simple_tag
def steady_static(path: str) -> str:
    """A static file's address, also when the list of hashed names is lost: an error page must show."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.inclusion_tag("ui/navigation.html", takes_context=True)
def main_navigation(context: dict[str, Any]) -> dict[str, Any]:
    """The menu in the header, from `settings.MAIN_NAVIGATION`."""
    return {"items": navigation.shown(settings.MAIN_NAVIGATION, context.get("request"))}


@register.inclusion_tag("ui/navigation.html", takes_context=True)
def staff_navigation(context: dict[str, Any]) -> dict[str, Any]:
    """The menu of the staff pages, from `settings.STAFF_NAVIGATION`: what the viewer may open."""
    return {"items": navigation.shown(settings.STAFF_NAVIGATION, context.get("request"))}


@register.inclusion_tag("ui/footer_navigation.html", takes_context=True)
def footer_navigation(context: dict[str, Any]) -> dict[str, Any]:
    """The menu in the footer, from `settings.FOOTER_NAVIGATION`."""
    return {"items": navigation.shown(settings.FOOTER_NAVIGATION, context.get("request"))}
