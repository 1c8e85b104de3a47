#include "cli/cli.h"

#include <string.h>

#include "base/tr.h"
#include "desk/desk.h"
#include "law/pack.h"

const struct cli_option rules_options[] = {
	{ "--adopt", "FILE", N_("采用一份规则包：全文记入日志") },
	{ "--dir", "DIR", N_("看一个文件夹里的规则包，不开值班席") },
	{ NULL, NULL, NULL },
};

#define PACK_MAX (4 * 1024 * 1024)

/* Does every word stand in the rule's id, title, words or source? */
static bool
rule_matches(const struct rule *r, const struct cli *cli)
{
	const char *const where[] = { r->id,   r->title,    r->asks,
		                      r->cite, r->title_en, r->asks_en };

	for (int i = 0; i < cli->args_count; i++) {
		bool found = false;

		for (size_t k = 0; k < sizeof(where) / sizeof(*where); k++)
			found = found ||
			        (where[k] && strstr(where[k], cli->args[i]));
		if (!found)
			return false;
	}
	return true;
}

static void
rule_text(struct buf *out, const struct rule *r)
{
	bool en = tr_current() == TR_EN;

	buf_fmt(out, "%s  %s  [%s]\n    %s\n    %s\n", r->id,
	        en ? r->title_en : r->title, standing_code(r->standing),
	        r->cite, en ? r->asks_en : r->asks);
	if (*r->note)
		buf_fmt(out, "    %s\n", r->note);
}

static void
rules_text(struct buf *out, const struct rulebook *rb, const struct cli *cli)
{
	for (size_t p = 0; p < rb->count; p++)
		for (size_t i = 0; i < rb->packs[p]->rules_count; i++)
			if (rule_matches(&rb->packs[p]->rules[i], cli))
				rule_text(out, &rb->packs[p]->rules[i]);
}

static int
adopt(struct desk *d, const char *path, struct buf *out, struct err *err)
{
	struct buf text = BUF_INIT_MAX(PACK_MAX);
	int64_t seq = 0;
	int rc = -1;

	if (buf_read_file(&text, path, PACK_MAX, err) == 0 &&
	    desk_adopt_pack(d, path, text.s, text.len, &seq, err) == 0) {
		buf_fmt(out, tr("已采用，日志第 %lld 条；此后受理的事件适用\n"),
		        (long long)seq);
		rc = 0;
	}
	buf_release(&text);
	return rc;
}

int
cli_rules(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct rulebook rb;
	struct desk *d = NULL;
	const char *dir = cli_value(cli, "--dir"),
		   *file = cli_value(cli, "--adopt");
	int rc;

	rulebook_init(&rb);
	if (dir)
		rc = rulebook_folder(&rb, dir, &err);
	else
		rc = cli_open_desk(cli, &d, &err);
	if (!rc && file && d)
		rc = adopt(d, file, &out, &err);
	else if (!rc)
		rules_text(&out, d ? desk_rulebook(d) : &rb, cli);
	rc = rc ? cli_fail(cli, &err) : cli_out(cli, &out, EXIT_DONE);
	desk_close(d);
	rulebook_release(&rb);
	buf_release(&out);
	return rc;
}
