/* find: the console's one box at the command line. */
#include "cli/cli.h"

#include <jansson.h>
#include <string.h>

#include "base/json.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/desk.h"
#include "desk/find.h"

enum { FOUND_MAX = 50 };

const struct cli_option find_options[] = {
	{ "--json", NULL, N_("输出 JSON") },
	{ NULL, NULL, NULL },
};

static void
found_json(struct buf *out, const struct found *rows, size_t count)
{
	buf_str(out, "[");
	for (size_t i = 0; i < count; i++) {
		json_t *o = json_object();

		json_object_set_new(o, "kind",
		                    json_string(find_kind_code(rows[i].kind)));
		if (rows[i].id)
			json_object_set_new(o, "id", json_integer(rows[i].id));
		if (*rows[i].key)
			json_object_set_new(o, "key", json_string(rows[i].key));
		json_object_set_new(o, "title", json_string(rows[i].title));
		json_object_set_new(o, "beside", json_string(rows[i].beside));
		buf_str(out, i ? ",\n " : "");
		json_write(out, o);
		json_decref(o);
	}
	buf_str(out, "]\n");
}

static void
found_text(struct buf *out, const struct found *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_fmt(out, "%s\t", tr(find_kind_label(rows[i].kind)));
		text_safe(out, rows[i].title, strlen(rows[i].title), 0);
		buf_byte(out, '\t');
		text_safe(out, rows[i].beside, strlen(rows[i].beside), 0);
		buf_byte(out, '\n');
	}
}

int
cli_find(struct cli *cli)
{
	struct buf words = BUF_INIT, out = BUF_INIT;
	struct err err = ERR_INIT;
	struct finder *f = NULL;
	struct found *rows = NULL;
	struct desk *d;
	size_t count = 0;
	int status;

	if (cli_open_desk(cli, &d, &err))
		return cli_fail(cli, &err);
	for (int i = 0; i < cli->args_count; i++)
		buf_fmt(&words, "%s%s", i ? " " : "", cli->args[i]);
	if (finder_new(&f, d, NULL, 0, &err) ||
	    finder_find(f, words.s, 0, FOUND_MAX, &rows, &count, &err)) {
		status = cli_fail(cli, &err);
	} else {
		if (cli_has(cli, "--json"))
			found_json(&out, rows, count);
		else
			found_text(&out, rows, count);
		status = cli_out(cli, &out, count ? EXIT_DONE : EXIT_WANTING);
		found_free(rows, count);
	}
	finder_free(f);
	desk_close(d);
	buf_release(&words);
	buf_release(&out);
	return status;
}
