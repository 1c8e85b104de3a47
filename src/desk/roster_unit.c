/* The table of units. */
#include "desk/roster_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/duty.h"

enum { PARTIES_MAX = 16 };

/* A unit with the names of what it refers to: ids may not be there yet. */
struct unit_job {
	struct unit unit;
	char *parent, *town;
	char *regulators[REGULATORS_MAX];
	size_t regulators_count;
	char *parties[PARTIES_MAX];
	size_t parties_count;
	bool asked; /* the sheet has a column of parties */
	bool doing, done;
	bool whole; /* saved with all that it refers to */
};

/* All units by name, of the desk and of the sheet. */
struct known {
	struct unit *rows; /* the desk's */
	size_t count;
	struct binding *bindings;
	size_t bindings_count;
	const char **names; /* of the sheet's rows not refused, sorted */
	size_t names_count;
};

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *
unit_name(const struct known *k, int64_t id)
{
	for (size_t i = 0; id && i < k->count; i++)
		if (k->rows[i].id == id)
			return k->rows[i].name;
	return "";
}

static bool
name_known(const struct known *k, struct desk *d, const char *name)
{
	struct err err = ERR_INIT;
	int64_t id = 0;

	if (bsearch(&name, k->names, k->names_count, sizeof(*k->names),
	            by_text))
		return true;
	return unit_by_name(d, name, &id, &err) == 0 && id;
}

/* ---- a unit as cells ---- */

/* "37.142857": no more digits than it takes. */
static void
put_degrees(struct cells *c, enum field f, int64_t micro)
{
	char text[32];
	size_t len;

	if (micro == UNIT_NOWHERE)
		return;
	snprintf(text, sizeof(text), "%s%lld.%06lld", micro < 0 ? "-" : "",
	         (long long)(llabs(micro) / 1000000),
	         (long long)(llabs(micro) % 1000000));
	for (len = strlen(text); text[len - 1] == '0'; len--)
		text[len - 1] = '\0';
	if (text[len - 1] == '.')
		text[len - 1] = '\0';
	cells_put(c, f, text);
}

static void
put_list(struct cells *c, enum field f, const char *part, const char *mark)
{
	struct buf all = BUF_INIT;

	buf_fmt(&all, "%s%s%s", c->v[f] ? c->v[f] : "", c->v[f] ? mark : "",
	        part);
	cells_put(c, f, all.s);
	buf_release(&all);
}

static void
job_cells(struct cells *c, const struct unit_job *j)
{
	const struct unit *u = &j->unit;

	cells_put(c, FIELD_UNIT, u->name);
	cells_put(c, FIELD_SHORT, u->short_name);
	cells_put(c, FIELD_KIND, unit_kind_label(u->kind));
	cells_put(c, FIELD_PARENT, j->parent);
	cells_put(c, FIELD_TOWN, j->town);
	cells_put(c, FIELD_PLACE, u->place);
	put_degrees(c, FIELD_LAT, u->lat);
	put_degrees(c, FIELD_LON, u->lon);
	for (size_t i = 0; i < j->regulators_count; i++)
		put_list(c, FIELD_REGULATORS, j->regulators[i], "、");
	cells_phones(c, u->phones, u->phones_count);
	cells_put(c, FIELD_LICENCE, u->licence);
	cells_put(c, FIELD_CAPACITY, u->capacity);
	cells_put(c, FIELD_HAZARDS, u->hazards);
	for (size_t i = 0; i < j->parties_count; i++)
		put_list(c, FIELD_PARTY, j->parties[i], "；");
	cells_put(c, FIELD_NOTE, u->note);
}

/* ---- cells as a unit ---- */

static int
degrees_fill(const struct sheet *s, const struct sheet_row *r, enum field f,
             int limit, int64_t *out, struct err *err)
{
	const char *cell = sheet_cell(s, r, f);
	long long whole = 0, part = 0;
	char label[32], digits[8] = "";
	int used = 0;
	bool south = *cell == '-';

	if (!sheet_has(s, f))
		return 0;
	*out = UNIT_NOWHERE;
	if (!*cell)
		return 0;
	cell += south;
	if (sscanf(cell, "%3lld%n", &whole, &used) != 1 || *cell == '-' ||
	    *cell == '+')
		goto bad;
	cell += used;
	if (*cell == '.') {
		if (sscanf(++cell, "%6[0-9]%n", digits, &used) != 1)
			goto bad;
		cell += used;
		for (size_t n = strlen(digits); n < 6; n++)
			digits[n] = '0';
		digits[6] = '\0';
		part = strtoll(digits, NULL, 10);
	}
	if (*cell || whole * 1000000 + part > limit * 1000000LL)
		goto bad;
	*out = (whole * 1000000 + part) * (south ? -1 : 1);
	return 0;
bad:
	return err_set(err, ERR_INPUT, tr("%s“%s”：写十进制度数，如 37.145"),
	               field_label(f, label), sheet_cell(s, r, f));
}

static int
kind_fill(struct unit *u, const struct sheet *s, const struct sheet_row *r,
          struct err *err)
{
	const char *cell = sheet_cell(s, r, FIELD_KIND);
	int kind;

	if (!*cell)
		return 0;
	kind = unit_kind_find(cell);
	if (kind < 0)
		return err_set(err, ERR_INPUT, tr("没有“%s”这一类单位"), cell);
	u->kind = (enum unit_kind)kind;
	return 0;
}

static int
add_regulator(void *arg, const char *part)
{
	struct unit_job *j = arg;

	if (j->regulators_count == REGULATORS_MAX)
		return -1;
	j->regulators[j->regulators_count++] = mem_str(part);
	return 0;
}

static int
add_party(void *arg, const char *part)
{
	struct unit_job *j = arg;

	if (!party_known(part) || j->parties_count == PARTIES_MAX)
		return -1;
	j->parties[j->parties_count++] = mem_str(part);
	return 0;
}

static void
drop_list(char **list, size_t *count)
{
	while (*count)
		free(list[--*count]);
}

static int
lists_fill(struct unit_job *j, const struct sheet *s, const struct sheet_row *r,
           struct err *err)
{
	const char *regulators = sheet_cell(s, r, FIELD_REGULATORS);
	const char *parties = sheet_cell(s, r, FIELD_PARTY);

	if (sheet_has(s, FIELD_REGULATORS)) {
		drop_list(j->regulators, &j->regulators_count);
		if (cell_parts(regulators, add_regulator, j))
			return err_set(err, ERR_INPUT, tr("监管部门最多 %d 个"),
			               REGULATORS_MAX);
	}
	if (sheet_has(s, FIELD_PARTY)) {
		drop_list(j->parties, &j->parties_count);
		if (cell_parts(parties, add_party, j))
			return err_set(err, ERR_INPUT,
			               tr("“%s”里有不认识的机构代码"), parties);
		qsort(j->parties, j->parties_count, sizeof(*j->parties),
		      by_text);
		j->asked = true;
	}
	return 0;
}

static int
job_fill(struct unit_job *j, const struct sheet *s, const struct sheet_row *r,
         struct err *err)
{
	struct unit *u = &j->unit;

	cell_text(s, r, FIELD_UNIT, &u->name);
	if (!*u->name)
		return err_set(err, ERR_INPUT, "%s", tr("没有单位名称"));
	cell_text(s, r, FIELD_SHORT, &u->short_name);
	cell_text(s, r, FIELD_PARENT, &j->parent);
	cell_text(s, r, FIELD_TOWN, &j->town);
	cell_text(s, r, FIELD_PLACE, &u->place);
	cell_text(s, r, FIELD_LICENCE, &u->licence);
	cell_text(s, r, FIELD_CAPACITY, &u->capacity);
	cell_text(s, r, FIELD_HAZARDS, &u->hazards);
	cell_text(s, r, FIELD_NOTE, &u->note);
	if (kind_fill(u, s, r, err) ||
	    degrees_fill(s, r, FIELD_LAT, 90, &u->lat, err) ||
	    degrees_fill(s, r, FIELD_LON, 180, &u->lon, err) ||
	    phones_fill(u->phones, &u->phones_count, s, r, err))
		return -1;
	return lists_fill(j, s, r, err);
}

/* What a unit refers to is there, or comes with this sheet. */
static int
job_refers(const struct unit_job *j, const struct known *k, struct desk *d,
           struct err *err)
{
	const char *missing = NULL;

	if (*j->parent && !name_known(k, d, j->parent))
		missing = j->parent;
	if (*j->town && !name_known(k, d, j->town))
		missing = j->town;
	for (size_t i = 0; i < j->regulators_count; i++)
		if (!name_known(k, d, j->regulators[i]))
			missing = j->regulators[i];
	if (missing)
		return err_set(err, ERR_INPUT, tr("没有名为“%s”的单位"),
		               missing);
	return 0;
}

/* ---- jobs ---- */

static void
job_names(struct unit_job *j, const struct known *k)
{
	j->parent = mem_str(unit_name(k, j->unit.parent));
	j->town = mem_str(unit_name(k, j->unit.town));
	for (size_t i = 0; i < j->unit.regulators_count; i++)
		add_regulator(j, unit_name(k, j->unit.regulators[i]));
	for (size_t i = 0; j->unit.id && i < k->bindings_count; i++)
		if (k->bindings[i].unit == j->unit.id)
			add_party(j, k->bindings[i].party);
	qsort(j->parties, j->parties_count, sizeof(*j->parties), by_text);
}

static void
job_release(struct unit_job *j)
{
	unit_release(&j->unit);
	free(j->parent);
	free(j->town);
	drop_list(j->regulators, &j->regulators_count);
	drop_list(j->parties, &j->parties_count);
	free(j);
}

/* The record as the desk has it, or an empty one of that name. */
static struct unit_job *
job_new(struct desk *d, const struct known *k, const char *name,
        struct err *err)
{
	struct unit_job *j = mem_alloc(sizeof(*j));
	int64_t id = 0;

	if ((*name && unit_by_name(d, name, &id, err)) ||
	    (id && unit_get(d, id, &j->unit, err))) {
		job_release(j);
		return NULL;
	}
	if (!id) {
		unit_init(&j->unit);
		j->unit.kind = UNIT_OTHER;
	}
	job_names(j, k);
	return j;
}

static int
plan_row(struct roster_preview *p, size_t row, struct known *k, struct err *err)
{
	const struct sheet_row *r = &p->sheet.rows[row];
	const char *name = sheet_cell(&p->sheet, r, FIELD_UNIT);
	struct cells old = { 0 }, new = { 0 };
	struct buf diff = BUF_INIT;
	struct err why = ERR_INIT;
	struct unit_job *j = job_new(p->desk, k, name, err);
	struct job *job;

	if (!j)
		return -1;
	roster_name(p, row, name);
	job_cells(&old, j);
	job = roster_job(p, row, j);
	if (job_fill(j, &p->sheet, r, &why)) {
		roster_refuse(p, row, why.text);
		job->act = ROSTER_REFUSE;
	} else {
		job_cells(&new, j);
		cells_diff(&diff, &p->sheet, &old, &new);
		roster_decide(p, job, j->unit.id != 0, diff.s);
	}
	cells_release(&old);
	cells_release(&new);
	buf_release(&diff);
	return 0;
}

/* The names that the sheet's good rows bring. */
static void
good_names(const struct roster_preview *p, struct known *k)
{
	const struct sheet *s = &p->sheet;

	k->names = mem_array(k->names, s->count + 1, sizeof(*k->names));
	k->names_count = 0;
	for (size_t i = 0; i < s->count; i++)
		if (p->rows[i].act != ROSTER_REFUSE)
			k->names[k->names_count++] =
				sheet_cell(s, &s->rows[i], FIELD_UNIT);
	qsort(k->names, k->names_count, sizeof(*k->names), by_text);
}

/* Two rows of one name are both refused: which of them holds? */
static void
refuse_repeated(struct roster_preview *p, struct known *k)
{
	const struct sheet *s = &p->sheet;

	good_names(p, k);
	for (size_t i = 0; i < s->count; i++) {
		const char *name = sheet_cell(s, &s->rows[i], FIELD_UNIT);
		const char **at = bsearch(&name, k->names, k->names_count,
		                          sizeof(*k->names), by_text);

		if (!at || !*name || p->rows[i].act == ROSTER_REFUSE)
			continue;
		if ((at > k->names && strcmp(at[-1], name) == 0) ||
		    (at + 1 < k->names + k->names_count &&
		     strcmp(at[1], name) == 0))
			roster_refuse(p, i, tr("表里有两行是这个单位"));
	}
}

static int
known_init(struct known *k, struct desk *d, struct err *err)
{
	memset(k, 0, sizeof(*k));
	if (unit_list(d, -1, 0, &k->rows, &k->count, err))
		return -1;
	return binding_list(d, &k->bindings, &k->bindings_count, err);
}

static void
known_release(struct known *k)
{
	units_free(k->rows, k->count);
	bindings_free(k->bindings, k->bindings_count);
	free(k->names);
}

/*
 * A unit that refers to a row which was refused cannot be saved either, and so
 * on until nothing more falls.
 */
static void
refuse_referring(struct roster_preview *p, struct known *k)
{
	struct err why = ERR_INIT;
	bool fell;

	do {
		fell = false;
		good_names(p, k);
		for (size_t i = 0; i < p->jobs_count; i++) {
			struct job *job = &p->jobs[i];

			if (job->act == ROSTER_REFUSE ||
			    job_refers(job->record, k, p->desk, &why) == 0)
				continue;
			roster_refuse(p, job->row, why.text);
			err_clear(&why);
			job->act = ROSTER_REFUSE;
			fell = true;
		}
	} while (fell);
}

static int
units_plan(struct roster_preview *p, struct err *err)
{
	struct known k;
	int rc = known_init(&k, p->desk, err);

	if (rc == 0)
		refuse_repeated(p, &k);
	for (size_t i = 0; rc == 0 && i < p->sheet.count; i++)
		if (p->rows[i].act != ROSTER_REFUSE)
			rc = plan_row(p, i, &k, err);
	if (rc == 0)
		refuse_referring(p, &k);
	known_release(&k);
	return rc;
}

/* ---- saving ---- */

/* Saved behind what it refers to; whoever refers to each other, twice. */
struct saving {
	struct roster_preview *p;
	struct job **by_name; /* sorted by the unit's name */
	size_t *written;
	struct err *err;
};

static int save_job(struct saving *s, struct job *job);

static int
job_order(const void *a, const void *b)
{
	const struct unit_job *x = (*(struct job *const *)a)->record;
	const struct unit_job *y = (*(struct job *const *)b)->record;

	return strcmp(x->unit.name, y->unit.name);
}

static struct job *
job_find(const struct saving *s, const char *name)
{
	struct unit_job want = { .unit = { .name = (char *)name } };
	struct job key = { .record = &want }, *at = &key, **found;

	found = bsearch(&at, s->by_name, s->p->jobs_count, sizeof(*s->by_name),
	                job_order);
	return found ? *found : NULL;
}

/* The id behind a name; 0 when it is being saved just now, further up. */
static int
refer(struct saving *s, const char *name, int64_t *id)
{
	struct job *job = *name ? job_find(s, name) : NULL;
	struct unit_job *j = job ? job->record : NULL;

	*id = 0;
	if (!*name || (j && j->doing && !j->done))
		return 0;
	if (job && save_job(s, job))
		return -1;
	return unit_by_name(s->p->desk, name, id, s->err);
}

static int
job_ids(struct saving *s, struct unit_job *j)
{
	struct unit *u = &j->unit;
	int64_t id;

	if (refer(s, j->parent, &u->parent) || refer(s, j->town, &u->town))
		return -1;
	j->whole = (!*j->parent || u->parent) && (!*j->town || u->town);
	u->regulators_count = 0;
	for (size_t i = 0; i < j->regulators_count; i++) {
		if (refer(s, j->regulators[i], &id))
			return -1;
		if (id)
			u->regulators[u->regulators_count++] = id;
		j->whole = j->whole && id;
	}
	return 0;
}

static int
save_unit(struct saving *s, struct unit_job *j)
{
	int64_t seq;

	if (unit_save(s->p->desk, &j->unit, j->unit.last_seq, &seq, s->err))
		return err_prefix(s->err, "%s", j->unit.name);
	if (seq)
		j->unit.last_seq = seq;
	return 0;
}

static int
save_job(struct saving *s, struct job *job)
{
	struct unit_job *j = job->record;

	if (j->doing || (job->act != ROSTER_ADD && job->act != ROSTER_CHANGE))
		return 0;
	j->doing = true;
	if (job_ids(s, j) || save_unit(s, j))
		return -1;
	j->done = true;
	++*s->written;
	return 0;
}

static bool
job_has(const struct unit_job *j, const char *party)
{
	for (size_t i = 0; i < j->parties_count; i++)
		if (strcmp(j->parties[i], party) == 0)
			return true;
	return false;
}

static int
save_parties(struct saving *s, const struct known *k, const struct unit_job *j)
{
	struct desk *d = s->p->desk;
	int64_t seq;

	for (size_t i = 0; i < k->bindings_count; i++) {
		const struct binding *b = &k->bindings[i];
		bool has = job_has(j, b->party);

		if (has && b->unit != j->unit.id &&
		    party_bind(d, b->party, j->unit.id, &seq, s->err))
			return -1;
		if (!has && b->unit == j->unit.id && b->unit &&
		    party_bind(d, b->party, 0, &seq, s->err))
			return -1;
	}
	return 0;
}

static int
units_save(struct roster_preview *p, size_t *written, struct err *err)
{
	struct saving s = { .p = p, .written = written, .err = err };
	struct known k;
	int rc = known_init(&k, p->desk, err);

	s.by_name = mem_array(NULL, p->jobs_count + 1, sizeof(struct job *));
	for (size_t i = 0; i < p->jobs_count; i++)
		s.by_name[i] = &p->jobs[i];
	qsort(s.by_name, p->jobs_count, sizeof(*s.by_name), job_order);
	for (size_t i = 0; rc == 0 && i < p->jobs_count; i++)
		rc = save_job(&s, &p->jobs[i]);
	for (size_t i = 0; rc == 0 && i < p->jobs_count; i++) {
		struct unit_job *j = p->jobs[i].record;

		/* Those that it refers to in a circle are there by now. */
		if (j->done && !j->whole)
			rc = job_ids(&s, j) || save_unit(&s, j) ? -1 : 0;
	}
	for (size_t i = 0; rc == 0 && i < p->jobs_count; i++) {
		const struct unit_job *j = p->jobs[i].record;

		if (j->asked && p->jobs[i].act != ROSTER_REFUSE)
			rc = save_parties(&s, &k, j);
	}
	free(s.by_name);
	known_release(&k);
	return rc;
}

/* ---- writing ---- */

static int
units_export(struct desk *d, table_row_fn *row, void *arg, struct err *err)
{
	struct known k;
	int rc = known_init(&k, d, err);

	for (size_t i = 0; rc == 0 && i < k.count; i++) {
		struct unit_job *j = job_new(d, &k, k.rows[i].name, err);
		struct cells c = { 0 };

		if (!j) {
			rc = -1;
			break;
		}
		job_cells(&c, j);
		row(arg, k.rows[i].id, &c);
		cells_release(&c);
		job_release(j);
	}
	known_release(&k);
	return rc;
}

static void
units_release(struct roster_preview *p)
{
	for (size_t i = 0; i < p->jobs_count; i++)
		job_release(p->jobs[i].record);
}

const struct table_ops unit_table = {
	.plan = units_plan,
	.save = units_save,
	.export = units_export,
	.release = units_release,
};
