#!/bin/sh
# watch OUT: the worker; IDLE_S seconds (120) of each idle worker.
set -eu
exec "$1/tests/bench/watch" "$1" "${IDLE_S:-120}"
