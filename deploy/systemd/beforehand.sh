#!/bin/sh
# /usr/local/sbin/beforehand: a command as the services run it, for root.
set -ae
. /etc/beforehand/beforehand.env
exec runuser -u beforehand -- /opt/beforehand/.venv/bin/beforehand "$@"
