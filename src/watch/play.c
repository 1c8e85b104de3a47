/* zhiban-watch replay DIR [--data DESK] [--port N] | --mend [--data DESK] */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "watch/replay.h"
#include "watch/watch.h"

#define PORT_MAX 65535

static int
read_port(int *port, const char *text, struct err *err)
{
	char *end;
	long v = strtol(text, &end, 10);

	if (*end || end == text || v < 1 || v > PORT_MAX)
		return err_set(err, ERR_INPUT, tr("%s 应为 1 到 %lld 的整数"),
		               "--port", (long long)PORT_MAX);
	*port = (int)v;
	return 0;
}

/* The option at argv[*i], with its value. */
static int
read_option(struct replay_options *o, int argc, char **argv, int *i,
            struct err *err)
{
	const char *name = argv[*i];
	bool data = strcmp(name, "--data") == 0;

	if (strcmp(name, "--mend") == 0) {
		o->mend = true;
		return 0;
	}
	if (!data && strcmp(name, "--port") != 0)
		return err_set(err, ERR_INPUT, tr("不认识的选项 %s"), name);
	if (++*i == argc)
		return err_set(err, ERR_INPUT, tr("%s 后面缺 %s"), name,
		               data ? "DIR" : "N");
	if (!data)
		return read_port(&o->port, argv[*i], err);
	o->data = argv[*i];
	return 0;
}

static int
read_words(struct replay_options *o, int argc, char **argv, struct err *err)
{
	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], "--", 2) == 0) {
			if (read_option(o, argc, argv, &i, err))
				return -1;
		} else if (o->dir) {
			return err_set(err, ERR_INPUT, tr("不认识的选项 %s"),
			               argv[i]);
		} else {
			o->dir = argv[i];
		}
	}
	if (!o->dir == !o->mend)
		return err_set(err, ERR_INPUT,
		               tr("要一个录制的文件夹，或 --mend"));
	return 0;
}

int
watch_replay(int argc, char **argv)
{
	struct replay_options o = { .dir = NULL };
	struct err err = ERR_INIT;
	struct buf data = BUF_INIT;
	int rc = read_words(&o, argc, argv, &err);

	if (!rc && !o.data) {
		rc = desk_default_dir(&data, &err);
		o.data = data.s;
	}
	if (!rc)
		rc = replay_run(&o, &err);
	buf_release(&data);
	return rc ? watch_fail(argv[0], &err, err_exit_status(err.code)) : 0;
}
