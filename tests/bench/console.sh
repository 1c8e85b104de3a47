#!/bin/sh
# console OUT: the console at INCIDENTS (0 1000 100000) incidents.
set -eu
# shellcheck disable=SC2086
exec "$1/tests/bench/console" "$1/zhiban" ${INCIDENTS:-0 1000 100000}
