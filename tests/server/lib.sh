# Helpers for tests that need a server, after tests/tty/lib.sh:
#
#	. "$(dirname "$0")/../server/lib.sh"
#	server [OPTIONS]		# sets HTTP, HTTPS and SMTP, the ports
#	fetched PATH [OPTIONS]		# a good answer, in $TMP/out
#	failed STATUS TEXT PATH [OPTIONS]	# a failed one, and why
#
# A PATH that begins with "/" is one of the server's, plain and local.

WATCH=${WATCH:-$BUILD/zhiban-watch}
SERVER=${SERVER:-$TOP/build/release/tests/server/server}

# server OPTIONS: one of tests/server/server.c; it ends with the script.
server()
{
	mkfifo "$TMP/ports"
	"$SERVER" --log "$TMP/log" --sink "$TMP/sink" "$@" >"$TMP/ports" \
		3>&- 4<&- &
	server_pid=$!
	at_end server_stop
	read -r HTTP HTTPS SMTP <"$TMP/ports" || fail 'no server'
}

server_stop()
{
	kill "$server_pid"
	wait "$server_pid" 2>/dev/null || :
}

# certificate FILE: self-signed, for localhost, in FILE.pem and FILE.key.
certificate()
{
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
		-addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
		-keyout "$1.key" -out "$1.pem" 2>"$TMP/err" || {
		note "$TMP/err"
		fail 'no certificate'
	}
}

# watch STATUS PATH OPTIONS
watch()
{
	watch_want=$1
	watch_url=$2
	shift 2
	case $watch_url in
	/*)	watch_url="http://127.0.0.1:$HTTP$watch_url"
		set -- "$@" --plain --local ;;
	esac
	watch_rc=0
	"$WATCH" fetch "$watch_url" "$@" >"$TMP/out" 2>"$TMP/err" \
		3>&- 4<&- || watch_rc=$?
	[ "$watch_rc" -eq "$watch_want" ] || {
		note "$TMP/out" "$TMP/err"
		fail "$watch_url: exit status $watch_rc, wanted $watch_want"
	}
}

fetched()
{
	watch 0 "$@"
	[ ! -s "$TMP/err" ] || { note "$TMP/err"; fail "$1: it complains"; }
}

# says TEXT [FILE]
says()
{
	grep -qF -- "$1" "${2:-$TMP/out}" || {
		note "$TMP/out" "$TMP/err"
		fail "it does not say '$1'"
	}
}

# failed STATUS TEXT PATH OPTIONS: one line on stderr that has the text.
failed()
{
	failed_want=$1
	failed_text=$2
	shift 2
	watch "$failed_want" "$@"
	[ "$(wc -l <"$TMP/err")" -eq 1 ] || {
		note "$TMP/err"
		fail "$1: not one line"
	}
	says "$failed_text" "$TMP/err"
}

# figure NAME: the first number of a line of the answer.
figure()
{
	sed -n "s/^$1: [^0-9]*\([0-9]*\).*/\1/p" "$TMP/out"
}
