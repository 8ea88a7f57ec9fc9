"""The application as a web server calls it."""

import signal

from django.core.wsgi import get_wsgi_application

from .following import follow

follow(signal.SIGKILL)  # a worker whose server was killed would go on holding the port
application = get_wsgi_application()
