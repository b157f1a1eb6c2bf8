"""For building and for the demo on one's own machine: `make run`, `manage.py runserver`."""

from config.settings import env
from config.settings.base import *

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or "only-for-development-and-the-demo-on-your-own-machine"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

LOTSA_DEMO = env.flag("LOTSA_DEMO", default=True)
LOTSA_GALLERY = True
LOTSA_SECOND_FACTOR_ROLES = env.some_of("LOTSA_SECOND_FACTOR_ROLES", "", STAFF_ROLES)

# Static files straight from the source folders: no collectstatic while building.
WHITENOISE_USE_FINDERS = True
