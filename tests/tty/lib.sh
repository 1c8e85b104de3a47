# Helpers for tests that are shell scripts, here and in other folders:
#
#	. "$(dirname "$0")/../tty/lib.sh"
#
#	it 'shows a late duty without a key'	# one test; names what follows
#	desk					# a drill desk, 2026-09-01 08:00
#	run record - <<'END'			# zhiban must succeed
#	{"do": "..."}
#	END
#	console					# on a terminal, 80x24
#	keys 'n<Tab>3<Enter>'
#	expect 较大涉险
#	step 31m				# the desk's clock, all consoles
#	expect_screen 3 5 <<'END'		# rows 3 to 5, or all rows
#	...
#	END
#	intact
#	keys Q
#	tty exit 0
#
# The first thing that fails ends the script with its reason and the screen.
# Every command of tests/tty/tty.c is there as `tty COMMAND ...`; those used
# most have a name of their own.  Results are TAP: tests/run counts them.  A
# script without `it` is one test.
#
# The script begins with a fresh HOME in $TMP and no desk, LANG=C.UTF-8, no
# zone set.  ZHIBAN, TTY and BUILD (the folder of the variant) may be given.

set -eu

TOP=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${BUILD:-$TOP/build/release}
ZHIBAN=${ZHIBAN:-$BUILD/zhiban}
TTY=${TTY:-$TOP/build/release/tests/tty/tty}
CLOCK=2026-09-01T08:00:00+08:00

TMP=$(mktemp -d)
mkdir "$TMP/home"
HOME=$TMP/home
ZHIBAN_DATA=$TMP/desk
LANG=C.UTF-8
# No console starts a watch, but where a test names one.
ZHIBAN_WATCH=
export HOME ZHIBAN ZHIBAN_DATA ZHIBAN_WATCH LANG TMP
unset LC_ALL LC_CTYPE LANGUAGE TZ NO_COLOR XDG_DATA_HOME XDG_CONFIG_HOME \
	XDG_RUNTIME_DIR XDG_STATE_HOME SSH_CLIENT SSH_CONNECTION

lib_test=$(basename "$0" .test)
lib_named=
lib_count=0
lib_driver=
lib_at_end=:

lib_end()
{
	lib_status=$?
	trap - EXIT
	$lib_at_end
	if [ -n "$lib_driver" ]; then
		exec 3>&- 4<&-
		wait "$lib_driver" || :
	fi
	lib_count=$((lib_count + 1))
	case $lib_status in
	0)	echo "ok $lib_count - $lib_test" ;;
	77)	echo "ok $lib_count # SKIP $lib_test" ;;
	*)	echo "not ok $lib_count - $lib_test" ;;
	esac
	echo "1..$lib_count"
	rm -rf "$TMP"
	exit "$lib_status"
}
trap lib_end EXIT
trap 'exit 130' HUP INT TERM

# it NAME: what came before held; what follows is a test of this name.
it()
{
	if [ -n "$lib_named" ]; then
		lib_count=$((lib_count + 1))
		echo "ok $lib_count - $lib_test"
	fi
	lib_named=1
	lib_test="$(basename "$0" .test): $1"
}

# at_end COMMAND: run it when the script ends, however that is.
at_end()
{
	lib_at_end=$1
}

# patience; while patient; do ... break; done: wait for what must come, for a
# minute at most: counting rounds would be shorter on a faster machine.
patience()
{
	lib_until=$(($(date +%s) + 60))
}

patient()
{
	[ "$(date +%s)" -lt "$lib_until" ]
}

# note FILES: show them, as no result of a test.
note()
{
	sed 's/^/# /' "$@" >&2
}

fail()
{
	echo "# $lib_test: $*" >&2
	exit 1
}

# skip REASON: what follows cannot be tested here; ends the script.
skip()
{
	lib_test="$lib_test ($*)"
	exit 77
}

# run ARGS: zhiban must succeed; its output is in $TMP/out.
run()
{
	"$ZHIBAN" "$@" >"$TMP/out" 2>"$TMP/err" 3>&- 4<&- || {
		lib_rc=$?
		note "$TMP/out" "$TMP/err"
		fail "zhiban $*: exit status $lib_rc"
	}
}

# refused STATUS ARGS: zhiban must end with STATUS, one line on stderr (in
# $TMP/err) and nothing on stdout.
refused()
{
	lib_want=$1
	shift
	lib_rc=0
	"$ZHIBAN" "$@" >"$TMP/out" 2>"$TMP/err" 3>&- 4<&- || lib_rc=$?
	[ "$lib_rc" -eq "$lib_want" ] && ! [ -s "$TMP/out" ] &&
		[ "$(wc -l <"$TMP/err")" -eq 1 ] && return
	note "$TMP/out" "$TMP/err"
	fail "zhiban $*: exit status $lib_rc, wanted $lib_want and one line"
}

# same FILE: $TMP/out is exactly standard input.
same()
{
	cat >"$TMP/want"
	diff -u "$TMP/want" "${1:-$TMP/out}" >"$TMP/diff" && return
	note "$TMP/diff"
	fail "output differs"
}

# desk [INIT-OPTIONS]: a fresh drill desk whose clock stands at $CLOCK.
desk()
{
	rm -rf "$ZHIBAN_DATA"
	run init --drill --clock "$CLOCK" --rate 0 "$@"
}

# clock TIME, step SPAN: set the drill desk's clock.
clock()
{
	run clock --set "$1"
}

step()
{
	run clock --step "$1"
}

# tty COMMAND [ARGS]: one command of the terminal driver.
tty()
{
	if [ -z "$lib_driver" ]; then
		mkfifo "$TMP/to" "$TMP/from"
		"$TTY" --steps <"$TMP/to" >"$TMP/from" &
		lib_driver=$!
		exec 3>"$TMP/to" 4<"$TMP/from"
	fi
	printf '%s\n' "$*" >&3
	read -r lib_answer <&4 || lib_answer="the driver ended"
	[ "$lib_answer" = ok ] || fail "$1: $lib_answer"
}

# console [ARGS]: the console on the terminal of the session at hand.
console()
{
	tty run "'$ZHIBAN' $*"
}

# keys KEYS: may be laid out over several lines with tabs.
keys()
{
	tty keys "$(printf '%s' "$1" | tr -d '\n\t')"
}

expect()
{
	tty expect "$*"
}

expect_line()
{
	tty expect-line "$*"
}

reject()
{
	tty reject "$*"
}

resize()
{
	tty resize "$1"
}

session()
{
	tty session "$1"
}

intact()
{
	tty intact
}

# expect_screen [FIRST LAST]: the screen, or these rows, is standard input.
expect_screen()
{
	tty "snapshot $*
$(cat)
END"
}

# play: a whole script for the driver, on terminals of its own.
play()
{
	"$TTY" || fail "the script failed"
}
