#include "desk/warning_answer.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"

/* ---- what it says of the incident ---- */

/*
 * The first word that the kind has, in capitals or not, decides.  The Chinese
 * names are those of feeds/weather_kind.c and of the other readers, the English
 * ones events of the NWS and CAP.
 */
static const struct {
	const char *word, *kind;
} suggests[] = {
	{ "地震", "disaster.earthquake" },
	{ "earthquake", "disaster.earthquake" },
	{ "火险", "disaster.forest_fire" },
	{ "火点", "disaster.forest_fire" },
	{ "山火", "disaster.forest_fire" },
	{ "林火", "disaster.forest_fire" },
	{ "野火", "disaster.forest_fire" },
	{ "草原火", "disaster.forest_fire" },
	{ "森林火", "disaster.forest_fire" },
	{ "fire", "disaster.forest_fire" },
	{ "地质", "disaster.geology" },
	{ "滑坡", "disaster.geology" },
	{ "崩塌", "disaster.geology" },
	{ "泥石流", "disaster.geology" },
	{ "landslide", "disaster.geology" },
	{ "山洪", "disaster.flood" },
	{ "洪", "disaster.flood" },
	{ "内涝", "disaster.flood" },
	{ "渍涝", "disaster.flood" },
	{ "flood", "disaster.flood" },
	{ "污染", "environment" },
	{ "疫", "health" },
	{ "台风", "disaster.weather" },
	{ "雨", "disaster.weather" },
	{ "雪", "disaster.weather" },
	{ "风", "disaster.weather" },
	{ "雾", "disaster.weather" },
	{ "霾", "disaster.weather" },
	{ "雷", "disaster.weather" },
	{ "雹", "disaster.weather" },
	{ "冰", "disaster.weather" },
	{ "冻", "disaster.weather" },
	{ "寒", "disaster.weather" },
	{ "温", "disaster.weather" },
	{ "旱", "disaster.weather" },
	{ "沙尘", "disaster.weather" },
	{ "对流", "disaster.weather" },
	{ "storm", "disaster.weather" },
	{ "winter", "disaster.weather" },
	{ "snow", "disaster.weather" },
	{ "tornado", "disaster.weather" },
	{ "wind", "disaster.weather" },
	{ "heat", "disaster.weather" },
	{ "freeze", "disaster.weather" },
	{ "cyclone", "disaster.weather" },
	{ "drought", "disaster.weather" },
};

const char *
warning_incident_kind(const char *kind)
{
	for (size_t i = 0; i < sizeof(suggests) / sizeof(*suggests); i++)
		if (strcasestr(kind, suggests[i].word))
			return suggests[i].kind;
	return NULL;
}

/* Harmless, at most max characters; the end of what is cut says so. */
static char *
text_within(const char *s, size_t max)
{
	struct buf safe = BUF_INIT, cut = BUF_INIT;

	text_safe(&safe, s, strlen(s), TEXT_LINES);
	if (utf8_count(safe.s, safe.len) <= max)
		return buf_take(&safe);
	buf_add(&cut, safe.s, utf8_prefix(safe.s, safe.len, max - 1));
	buf_str(&cut, "…");
	buf_release(&safe);
	return buf_take(&cut);
}

static char *
case_from(const struct warning *w)
{
	return text_within(*w->sender ? w->sender : w->sources,
	                   WARNING_FROM_MAX);
}

/* "孝义市（37.1447°N 111.7781°E）"; one that names no area and is for this
 * county alone is where the desk is. */
static char *
case_place(struct desk *d, const struct warning *w, const char *areas)
{
	struct buf text = BUF_INIT;
	struct place ours;
	char *out;

	feed_place(d, &ours);
	buf_str(&text, *areas || w->near != WARNING_OWN ? areas : ours.name);
	if (w->lat != WARNING_NOWHERE && w->lon != WARNING_NOWHERE)
		buf_fmt(&text,
		        text.len ? "（%.4f°%c %.4f°%c）" /* stored */
		                 : "%.4f°%c %.4f°%c",
		        (double)llabs(w->lat) / 1e6, w->lat < 0 ? 'S' : 'N',
		        (double)llabs(w->lon) / 1e6, w->lon < 0 ? 'W' : 'E');
	out = text_within(text.s, INCIDENT_PLACE_MAX);
	buf_release(&text);
	return out;
}

static char *
case_words(const char *headline, const char *said)
{
	struct buf text = BUF_INIT;
	char *out;

	buf_str(&text, headline);
	if (*said && strcmp(said, headline) != 0)
		buf_fmt(&text, "%s%s", text.len ? "\n" : "", said);
	out = text_within(text.s, INCIDENT_WORDS_MAX);
	buf_release(&text);
	return out;
}

/* The newest that has words: a cancel often has none. */
static const struct warning_message *
newest_told(const struct warning_message *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (*rows[i].text || *rows[i].areas)
			return &rows[i];
	return NULL;
}

int
warning_case_read(struct desk *d, int64_t id, struct warning_case *out,
                  struct err *err)
{
	const struct warning_message *m;
	struct warning_message *rows;
	struct warning w;
	size_t n;

	memset(out, 0, sizeof(*out));
	if (warning_get(d, id, &w, err))
		return -1;
	if (warning_messages(d, id, &rows, &n, err)) {
		warning_release(&w);
		return -1;
	}
	m = newest_told(rows, n);
	out->kind = warning_incident_kind(w.kind);
	out->from = case_from(&w);
	out->place = case_place(d, &w, m ? m->areas : "");
	out->words = case_words(w.headline, m ? m->text : "");
	out->received_ms = w.level_ms;
	out->occurred_ms = w.occurred_ms ? w.occurred_ms : JOURNAL_NO_TIME;
	warning_messages_free(rows, n);
	warning_release(&w);
	return 0;
}

void
warning_case_release(struct warning_case *c)
{
	free(c->from);
	free(c->place);
	free(c->words);
	memset(c, 0, sizeof(*c));
}

/* ---- its incident ---- */

/* Bytes of "2026-0012" at the beginning of s; 0: it begins otherwise. */
static size_t
number_len(const char *s)
{
	size_t n = strspn(s, "0123456789"), m;

	if (n != 4 || s[n] != '-')
		return 0;
	m = strspn(s + n + 1, "0123456789");
	return m >= 4 && (s[n + 1 + m] == ' ' || !s[n + 1 + m]) ? n + 1 + m : 0;
}

const char *
warning_incident(const struct warning *w, char out[INCIDENT_NUMBER])
{
	enum warning_act act = w->act ? w->act : w->past_act;
	size_t len = 0;

	if (act == WARNING_INCIDENT || act == WARNING_PLAN)
		len = number_len(w->act_note);
	if (len >= INCIDENT_NUMBER)
		len = 0;
	memcpy(out, w->act_note, len);
	out[len] = '\0';
	return out;
}

int
warning_opened_within(struct desk *d, int64_t id, int64_t seen,
                      const char *number, struct err *err)
{
	char theirs[INCIDENT_NUMBER];
	struct warning w;

	if (warning_get(d, id, &w, err))
		return -1;
	if (w.state == WARNING_CLOSED)
		err_set(err, ERR_CONFLICT, tr("第 %lld 号预警已销号"),
		        (long long)id);
	else if (*warning_incident(&w, theirs))
		err_set(err, ERR_CONFLICT,
		        tr("%s 已把第 %lld 号预警记为事件 %s"), w.acted_by,
		        (long long)id, theirs);
	warning_release(&w);
	if (err->code)
		return -1;
	return warning_handle_within(d, id, seen, WARNING_INCIDENT, number,
	                             err);
}

/* ---- plans for it ---- */

int
warning_plans(struct desk *d, const struct warning *w, struct proposal **rows,
              size_t *count, struct err *err)
{
	const char *kind = warning_incident_kind(w->kind);
	char number[INCIDENT_NUMBER];
	struct circumstances c = { .kind = kind, .class = CLASS_NONE };
	struct facts facts;
	struct incident in;
	int rc;

	*rows = NULL;
	*count = 0;
	if (*warning_incident(w, number)) {
		if (incident_get(d, number, &in, err))
			return -1;
		c = (struct circumstances){ in.kind, &in.facts, in.class };
		rc = plan_propose_for(d, &c, w->level, rows, count, err);
		incident_release(&in);
		return rc;
	}
	if (!kind)
		return 0;
	facts_init(&facts);
	c.facts = &facts;
	return plan_propose_for(d, &c, w->level, rows, count, err);
}

/* Open the incident that it is, with nothing but what it says itself. */
static int
open_from(struct desk *d, int64_t id, int64_t seen,
          char number[INCIDENT_NUMBER], struct err *err)
{
	struct incident_new in = { .warning = id,
		                   .warning_seen = seen,
		                   .unit_head_told_ms = JOURNAL_NO_TIME };
	struct warning_case c;
	int64_t seq;
	int rc;

	if (warning_case_read(d, id, &c, err))
		return -1;
	in.kind = c.kind;
	in.place = c.place;
	in.words = c.words;
	in.from = in.source = c.from;
	in.received_ms = c.received_ms;
	in.occurred_ms = c.occurred_ms;
	if (c.occurred_ms != JOURNAL_NO_TIME)
		in.occurred_source = c.from;
	facts_init(&in.facts);
	if (!c.kind)
		rc = err_set(err, ERR_REFUSED, "%s",
		             tr("看不出这条预警是哪一类事件：先立事件"));
	else
		rc = incident_open(d, &in, number, &seq, err);
	warning_case_release(&c);
	return rc;
}

static int
respond(struct desk *d, int64_t id, int64_t seen,
        const struct activation_new *how, char number[INCIDENT_NUMBER],
        int64_t *activation, struct err *err)
{
	struct activation_new a = *how;
	char note[INCIDENT_NUMBER + 32];
	struct warning w;

	if (warning_get(d, id, &w, err))
		return -1;
	warning_incident(&w, number);
	warning_release(&w);
	a.number = number;
	if ((!*number && open_from(d, id, seen, number, err)) ||
	    activation_start(d, &a, activation, NULL, err))
		return -1;
	snprintf(note, sizeof(note), "%s activation %lld", number,
	         (long long)*activation);
	return warning_handle(d, id, seen, WARNING_PLAN, note, NULL, err);
}

int
warning_respond(struct desk *d, int64_t id, int64_t seen,
                const struct activation_new *a, char number[INCIDENT_NUMBER],
                int64_t *activation, struct err *err)
{
	if (desk_batch_begin(d, err))
		return -1;
	if (respond(d, id, seen, a, number, activation, err)) {
		desk_batch_rollback(d);
		return -1;
	}
	return desk_batch_commit(d, err);
}
