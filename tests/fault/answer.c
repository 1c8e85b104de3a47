/*
 * answer HOW [EVERY]: an officer answers a warning and is killed at the nth
 * write, sync or truncation of the desk's files, half of a write done, for
 * n = 1, 1 + EVERY, ... until one answer ends by itself.
 *
 *   incident   the intake's draft is saved as the warning's incident
 *   plan       a plan is started, with the incident
 *
 * Afterwards all of it is there or none: the incident, the warning handled by
 * it, the draft used up, the plan running.  Verify finds nothing, and what was
 * not done can be done again.
 */
#include "desk/draft.h"
#include "desk/warning_answer.h"
#include "tests/fault/fault_kit.h"
#include "tests/fault/fault_vfs.h"

#define PAYLOAD                                                                \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static int op, kill_at;

static int
kill_nth(const struct vfs_call *c)
{
	if (++op != kill_at)
		return SQLITE_OK;
	if (c->op == VFS_WRITE)
		c->real->xWrite(c->file, c->bytes, c->len / 2, c->off);
	raise(SIGKILL);
	return SQLITE_IOERR;
}

/* ---- a desk with a warning, a draft and a plan ---- */

static const struct identity who = { "li", "tty1" };

struct made {
	int64_t warning, draft, plan;
};

static int64_t
warn(struct desk *d, struct err *err)
{
	static const struct feed_format format = { "nmc", "nmc", true, NULL,
		                                   false };
	struct feed feed = { .name = "nmc", .format = &format, .on = true };
	struct warning_misses misses = WARNING_MISSES_INIT;
	struct warning_polled polled;
	struct feed_answer a;
	struct feed_warning *w;

	feed.want.level = 4;
	feed_answer_init(&a);
	w = feed_add(&a, "test", err);
	must(w ? 0 : -1, err);
	feed_set(&w->id, "w", FEED_LINE_MAX);
	feed_set(&w->condition, "w", FEED_LINE_MAX);
	feed_set(&w->kind, "暴雨", FEED_LINE_MAX);
	feed_set(&w->headline, "孝义市暴雨红色预警", FEED_LINE_MAX);
	w->level = 1;
	feed_push(&w->adcodes, "141181");
	must(warning_poll(d, &feed, &a, PAYLOAD, &misses, &polled, err), err);
	if (polled.added != 1)
		die("the warning was not taken");
	feed_answer_release(&a);
	warning_misses_release(&misses);
	return desk_head(d);
}

static int64_t
plan_make(struct desk *d, struct err *err)
{
	static const char front[] =
		"{\"kinds\": [\"disaster\"], \"levels\": [{\"level\": 2}]}";
	struct plan_new p = { .title = "气象灾害预案", .category = -1 };
	struct doc doc;
	int64_t id;

	doc_init(&doc);
	must(doc_add(&doc, 0, "正文。", strlen("正文。"), err), err);
	p.doc = &doc;
	must(plan_save(d, &p, &id, NULL, err), err);
	must(plan_set_front(d, id, 0, front, NULL, err), err);
	doc_release(&doc);
	return id;
}

/* All of it in its lasting files. */
static void
desk_make(char dir[64], struct made *m)
{
	const struct desk_options o = { .drill = true };
	json_t *fields = json_pack("{s:s}", "place", "孝义市");
	const char *tmp = getenv("TMPDIR");
	struct err err = ERR_INIT;
	struct desk *d;

	snprintf(dir, 64, "%s/zhiban-fault-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		die("%s: %s", dir, strerror(errno));
	must(desk_create(dir, &o, &who, &err), &err);
	must(desk_open(&d, dir, &who, NULL, &err), &err);
	m->warning = warn(d, &err);
	m->plan = plan_make(d, &err);
	m->draft = 0;
	must(draft_save(d, &m->draft, "intake", NULL, fields, &err), &err);
	must(db_checkpoint(desk_db(d), &err), &err);
	desk_close(d);
	json_decref(fields);
}

/* ---- the two ways to answer it ---- */

static int
open_incident(struct desk *d, const struct made *m, struct err *err)
{
	struct incident_new in = { .kind = "disaster.weather",
		                   .place = "孝义市",
		                   .warning = m->warning,
		                   .draft = m->draft,
		                   .occurred_ms = JOURNAL_NO_TIME,
		                   .unit_head_told_ms = JOURNAL_NO_TIME };
	char number[INCIDENT_NUMBER];
	int64_t seq;

	facts_init(&in.facts);
	return incident_open(d, &in, number, &seq, err);
}

static int
start_plan(struct desk *d, const struct made *m, struct err *err)
{
	const struct activation_new a = { .plan = m->plan,
		                          .level = 2,
		                          .by = "赵建国" };
	char number[INCIDENT_NUMBER];
	int64_t id;

	return warning_respond(d, m->warning, 0, &a, number, &id, err);
}

static const struct answer {
	const char *name;
	int (*give)(struct desk *d, const struct made *m, struct err *err);
	enum warning_act act;
	size_t plans, drafts; /* afterwards */
} answers[] = {
	{ "incident", open_incident, WARNING_INCIDENT, 0, 0 },
	{ "plan", start_plan, WARNING_PLAN, 1, 1 },
};

/* True: it was killed. */
static bool
answer_run(const struct answer *how, const char *dir, const struct made *m,
           int at)
{
	struct err err = ERR_INIT;
	struct desk *d;
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		kill_at = at;
		vfs_register(kill_nth);
		must(desk_open(&d, dir, &who, NULL, &err), &err);
		must(how->give(d, m, &err), &err);
		desk_close(d);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	if (!WIFSIGNALED(status) && WEXITSTATUS(status) != 0)
		die("%s killed at operation %d: not to be done again",
		    how->name, at);
	return WIFSIGNALED(status);
}

/* ---- all or nothing ---- */

struct found {
	size_t incidents, plans, drafts;
	enum warning_act act;
};

static void
look(const char *dir, const struct made *m, struct found *f)
{
	struct err err = ERR_INIT;
	struct activation *acts;
	struct incident *rows;
	struct draft *drafts;
	struct warning w;
	struct desk *d;

	must(desk_open(&d, dir, &who, NULL, &err), &err);
	must(incident_list(d, INCIDENTS_ALL, NULL, 9, &rows, &f->incidents,
	                   NULL, &err),
	     &err);
	must(activation_list(d, NULL, &acts, &f->plans, &err), &err);
	must(draft_list(d, NULL, &drafts, &f->drafts, &err), &err);
	must(warning_get(d, m->warning, &w, &err), &err);
	f->act = w.act;
	incident_list_free(rows, f->incidents);
	activations_free(acts, f->plans);
	drafts_free(drafts, f->drafts);
	warning_release(&w);
	desk_close(d);
}

static bool
all_done(const struct answer *how, const struct found *f)
{
	return f->incidents == 1 && f->act == how->act &&
	       f->plans == how->plans && f->drafts == how->drafts;
}

static bool
none_done(const struct found *f)
{
	return f->incidents == 0 && f->act == WARNING_UNHANDLED &&
	       f->plans == 0 && f->drafts == 1;
}

static void
verify_now(const char *dir)
{
	struct verify_report r = VERIFY_REPORT_INIT;
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;

	must(verify_desk(dir, &desk_kinds, NULL, true, &r, &err), &err);
	verify_text(&text, &r);
	if (r.faults_total || !r.views_same)
		die("%s", text.s);
	buf_release(&text);
	verify_report_release(&r);
}

static bool
one_run(const struct answer *how, const char *dir, const struct made *m, int at,
        size_t *done)
{
	bool killed = answer_run(how, dir, m, at);
	struct found f;

	look(dir, m, &f);
	if (!all_done(how, &f) && (!killed || !none_done(&f)))
		die("%s killed at operation %d: %zu incidents, %zu plans, "
		    "%zu drafts, handled %d",
		    how->name, at, f.incidents, f.plans, f.drafts, (int)f.act);
	verify_now(dir);
	*done += all_done(how, &f);
	if (none_done(&f)) {
		answer_run(how, dir, m, 0);
		look(dir, m, &f);
		if (!all_done(how, &f))
			die("%s killed at operation %d: not done again",
			    how->name, at);
	}
	return killed;
}

int
main(int argc, char **argv)
{
	int every = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 1, at, runs = 0;
	const struct answer *how = answers;
	char origin[64], dir[80];
	struct made made;
	size_t done = 0;

	if (argc < 2 || every < 1)
		return 2;
	if (strcmp(argv[1], "plan") == 0)
		how++;
	desk_make(origin, &made);
	snprintf(dir, sizeof(dir), "%s.run", origin);
	do {
		at = 1 + runs++ * every;
		fault_copy(origin, dir);
	} while (one_run(how, dir, &made, at, &done));
	if (runs < 3)
		die("%s: never killed", how->name);
	fault_remove(origin);
	fault_remove(dir);
	printf("ok - a warning answered with %s, killed at operation 1 to %d, "
	       "every %d: all of it %zu times, none %zu times\n",
	       how->name, at, every, done, (size_t)runs - done);
	return 0;
}
