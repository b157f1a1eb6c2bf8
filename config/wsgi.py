"""The WSGI door, used by granian in `make run` and in production."""

import os

from django.core.wsgi import get_wsgi_application

from lotsa.foundation.web.memory import leave_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

application = get_wsgi_application()
leave_what_is_loaded()
