/* Who sits here, and where the data lies: what the system says of us. */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "desk/desk.h"

#define PASSWD_BYTES 16384

static void
identity_officer(struct identity *id)
{
	char text[PASSWD_BYTES];
	struct passwd pw, *found = NULL;

	if (getpwuid_r(geteuid(), &pw, text, sizeof(text), &found) == 0 &&
	    found && *found->pw_name)
		snprintf(id->officer, sizeof(id->officer), "%s",
		         found->pw_name);
	else
		snprintf(id->officer, sizeof(id->officer), "uid%lu",
		         (unsigned long)geteuid());
}

/* "203.0.113.7 pts/3" over SSH, "tty1" at the desk itself, "-" for none. */
static void
identity_seat(struct identity *id)
{
	const char *ssh = getenv("SSH_CONNECTION");
	char tty[64];
	const char *line = "";

	if (ttyname_r(STDIN_FILENO, tty, sizeof(tty)) == 0)
		line = strncmp(tty, "/dev/", 5) == 0 ? tty + 5 : tty;
	if (ssh && *ssh && *ssh != ' ')
		snprintf(id->seat, sizeof(id->seat), "%.*s%s%.20s",
		         (int)strnlen(ssh, strcspn(ssh, " ") < 40
		                                   ? strcspn(ssh, " ")
		                                   : 40),
		         ssh, *line ? " " : "", line);
	else
		snprintf(id->seat, sizeof(id->seat), "%.60s",
		         *line ? line : "-");
}

void
identity_system(struct identity *id)
{
	memset(id, 0, sizeof(*id));
	identity_officer(id);
	identity_seat(id);
}

int
desk_default_dir(struct buf *out, struct err *err)
{
	const char *data = getenv("ZHIBAN_DATA");
	const char *xdg = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");

	buf_clear(out);
	if (data && *data)
		return buf_str(out, data);
	if (xdg && *xdg == '/')
		return buf_fmt(out, "%s/zhiban", xdg);
	if (home && *home == '/')
		return buf_fmt(out, "%s/.local/share/zhiban", home);
	return err_set(err, ERR_INPUT,
	               "no data folder: give --data DIR or set ZHIBAN_DATA");
}
