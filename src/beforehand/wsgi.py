"""The application as a WSGI server runs it."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beforehand.settings")
application = get_wsgi_application()
if settings.PROXY:
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    application = wrap_wsgi_with_proxy_headers(application, settings.PROXY)

# What is loaded by now stays: walking it again at every collection is what makes the slowest pages slow.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
