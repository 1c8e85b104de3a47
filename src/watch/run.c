/* zhiban-watch run [--data DIR] [--once] [--ca FILE]: the worker. */
#include <string.h>

#include "base/buf.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "watch/watch.h"
#include "watch/worker.h"

static int
read_words(struct worker_options *o, int argc, char **argv, struct err *err)
{
	for (int i = 1; i < argc; i++) {
		const char **value = strcmp(argv[i], "--data") == 0 ? &o->dir
		                     : strcmp(argv[i], "--ca") == 0
		                             ? &o->ca_file
		                             : NULL;

		if (strcmp(argv[i], "--once") == 0)
			o->once = true;
		else if (!value)
			return err_set(err, ERR_INPUT, tr("不认识的选项 %s"),
			               argv[i]);
		else if (i + 1 == argc)
			return err_set(err, ERR_INPUT, tr("%s 后面缺 %s"),
			               argv[i], "DIR|FILE");
		else
			*value = argv[++i];
	}
	return 0;
}

int
watch_run(int argc, char **argv)
{
	struct worker_options o = { .dir = NULL };
	struct err err = ERR_INIT;
	struct buf dir = BUF_INIT;
	int rc = read_words(&o, argc, argv, &err);

	if (!rc && !o.dir) {
		rc = desk_default_dir(&dir, &err);
		o.dir = dir.s;
	}
	if (!rc)
		rc = worker_run(&o, &err);
	buf_release(&dir);
	return rc ? watch_fail(argv[0], &err, err_exit_status(err.code)) : 0;
}
