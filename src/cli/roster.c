/*
 * roster: the tables of units, contacts, stock and call lists, read from and
 * written to the files offices keep them in.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/contact.h"
#include "desk/desk.h"
#include "desk/find.h"
#include "desk/roster.h"

#define VCARDS_MAX 1000

const struct cli_option roster_options[] = {
	{ "--table", "NAME",
	  N_("导出哪张表：units、contacts、stock、groups（默认 contacts）") },
	{ "--dry-run", NULL, N_("只看会改什么，不写入") },
	{ "--good-only", NULL, N_("跳过不合格的行，写入其余的") },
	{ NULL, NULL, NULL },
};

/* ---- import ---- */

static const char *
act_word(enum roster_act act)
{
	static const char *const words[] = {
		[ROSTER_ADD] = N_("新增"),
		[ROSTER_CHANGE] = N_("更改"),
		[ROSTER_LEAVE] = N_("不变"),
		[ROSTER_REFUSE] = N_("不合格"),
	};

	return tr(words[act]);
}

/* Names and reasons hold what the file says: made safe for the terminal. */
static void
say_rows(struct buf *out, const struct roster_preview *p)
{
	const struct roster_row *rows;
	size_t count;

	rows = roster_preview_rows(p, &count);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].act == ROSTER_LEAVE)
			continue;
		buf_fmt(out, tr("第 %zu 行 %s "), rows[i].line,
		        act_word(rows[i].act));
		text_safe(out, rows[i].name, strlen(rows[i].name), 0);
		if (*rows[i].why) {
			buf_str(out, "  ");
			text_safe(out, rows[i].why, strlen(rows[i].why), 0);
		}
		buf_byte(out, '\n');
	}
}

static void
say_counts(struct buf *out, const struct roster_preview *p)
{
	size_t n[4];

	roster_preview_counts(p, n);
	buf_fmt(out, tr("%s（%s）：新增 %zu，更改 %zu，不变 %zu，不合格 %zu\n"),
	        roster_table_code(roster_preview_table(p)),
	        roster_preview_encoding(p), n[ROSTER_ADD], n[ROSTER_CHANGE],
	        n[ROSTER_LEAVE], n[ROSTER_REFUSE]);
}

static int
roster_import(struct cli *cli, struct desk *d, const char *path)
{
	struct roster_preview *p = NULL;
	struct buf bytes = BUF_INIT, out = BUF_INIT;
	struct err err = ERR_INIT;
	size_t n[4], written;
	int status = EXIT_DONE;

	if (buf_read_file(&bytes, path, ROSTER_FILE_MAX, &err) ||
	    roster_preview(d, bytes.s, bytes.len, path, &p, &err))
		goto fail;
	roster_preview_counts(p, n);
	say_rows(&out, p);
	say_counts(&out, p);
	if (n[ROSTER_REFUSE])
		status = EXIT_WANTING;
	if (!cli_has(cli, "--dry-run")) {
		cli_out(cli, &out, status);
		buf_clear(&out);
		if (roster_apply(d, p, cli_has(cli, "--good-only"), &written,
		                 &err))
			goto fail;
		buf_fmt(&out, tr("已写入 %zu 项\n"), written);
	}
	status = cli_out(cli, &out, status);
	goto out;
fail:
	status = cli_fail(cli, &err);
out:
	roster_preview_free(p);
	buf_release(&bytes);
	buf_release(&out);
	return status;
}

/* ---- export ---- */

static int
put_out(struct cli *cli, const char *path, const struct buf *b)
{
	struct err err = ERR_INIT;

	if (strcmp(path, "-") == 0)
		return cli_out(cli, b, EXIT_DONE);
	return path_write(path, b->s, b->len, true, &err) ? cli_fail(cli, &err)
	                                                  : EXIT_DONE;
}

static int
roster_write(struct cli *cli, struct desk *d, const char *path)
{
	const char *name = cli_value(cli, "--table");
	int table = name ? roster_table_find(name) : ROSTER_CONTACTS;
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	int status;

	if (table < 0)
		err_set(&err, ERR_INPUT,
		        tr("--table %s：要 units、contacts、stock 或 groups"),
		        name);
	if (err.code || roster_export(d, (enum roster_table)table, &out, &err))
		status = cli_fail(cli, &err);
	else
		status = put_out(cli, path, &out);
	buf_release(&out);
	return status;
}

/* Those whom the words find. */
static int
vcard_ids(struct desk *d, const char *words, int64_t *ids, size_t *n,
          struct err *err)
{
	struct finder *f;
	struct found *rows;
	size_t count;
	int rc;

	if (finder_new(&f, d, NULL, 0, err))
		return -1;
	rc = finder_find(f, words, 1u << FIND_CONTACT, VCARDS_MAX, &rows,
	                 &count, err);
	for (*n = 0; !rc && *n < count; ++*n)
		ids[*n] = rows[*n].id;
	if (!rc)
		found_free(rows, count);
	finder_free(f);
	return rc;
}

static int
roster_cards(struct cli *cli, struct desk *d, const char *path,
             const char *words)
{
	int64_t ids[VCARDS_MAX];
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	size_t n = 0;
	int status;

	if (vcard_ids(d, words, ids, &n, &err) ||
	    roster_vcard(d, ids, n, &out, &err))
		status = cli_fail(cli, &err);
	else
		status = n ? put_out(cli, path, &out) : EXIT_WANTING;
	buf_release(&out);
	return status;
}

int
cli_roster(struct cli *cli)
{
	const char *what = cli->args[0], *path = cli->args[1];
	struct err err = ERR_INIT;
	struct desk *d;
	int status;

	if (cli_open_desk(cli, &d, &err))
		return cli_fail(cli, &err);
	if (strcmp(what, "import") == 0 && cli->args_count == 2)
		status = roster_import(cli, d, path);
	else if (strcmp(what, "export") == 0 && cli->args_count == 2)
		status = roster_write(cli, d, path);
	else if (strcmp(what, "vcard") == 0 && cli->args_count == 3)
		status = roster_cards(cli, d, path, cli->args[2]);
	else {
		err_set(&err, ERR_INPUT, "%s",
		        tr("用法：import FILE、export FILE 或 vcard FILE "
		           "WORDS"));
		status = cli_fail(cli, &err);
	}
	desk_close(d);
	return status;
}
