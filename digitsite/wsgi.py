"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from digitsite.charset import read_request
from digitsite.database import waiting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
application = get_wsgi_application()
application.request_class = read_request  # type: ignore[assignment]
waiting.install()
