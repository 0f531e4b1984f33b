"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from digitsite.database import waiting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
application = get_wsgi_application()
waiting.install()
