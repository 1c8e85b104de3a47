#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/mem.h"
#include "law/pack.h"
#include "law/pack_load.h"

#define PACK_MAX_BYTES (4u << 20)
#define FOLDER_MAX_PACKS 1000

void
rulebook_init(struct rulebook *rb)
{
	memset(rb, 0, sizeof(*rb));
	rb->house = house_default;
}

void
rulebook_release(struct rulebook *rb)
{
	size_t i;

	for (i = 0; i < rb->count; i++)
		pack_free(rb->packs[i]);
	free(rb->packs);
	free(rb->slots);
	free(rb->parties);
	rulebook_init(rb);
}

/* Where name is in the sorted list, or where it belongs. */
static size_t
party_place(const struct rulebook *rb, const char *name, bool *found)
{
	size_t low = 0, high = rb->parties_count, middle;
	int order;

	*found = false;
	while (low < high) {
		middle = (low + high) / 2;
		order = strcmp(rb->parties[middle].name, name);
		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int
rulebook_party(const struct rulebook *rb, const char *name)
{
	bool found;
	size_t i = name ? party_place(rb, name, &found) : 0;

	return name && found ? rb->parties[i].id : -1;
}

static int
party_intern(struct rulebook *rb, const char *name)
{
	bool found;
	size_t i = party_place(rb, name, &found);

	if (found)
		return rb->parties[i].id;
	rb->parties = mem_grow(rb->parties, rb->parties_count, &rb->parties_cap,
	                       sizeof(*rb->parties));
	memmove(&rb->parties[i + 1], &rb->parties[i],
	        (rb->parties_count - i) * sizeof(*rb->parties));
	rb->parties[i].name = name;
	rb->parties[i].id = (int)rb->parties_count++;
	return rb->parties[i].id;
}

static void
add_slot(struct rulebook *rb, const struct rule *r)
{
	struct rule_slot *slot;
	size_t i;

	rb->slots = mem_grow(rb->slots, rb->slots_count, &rb->slots_cap,
	                     sizeof(*rb->slots));
	slot = &rb->slots[rb->slots_count++];
	memset(slot, 0, sizeof(*slot));
	slot->rule = r;
	slot->uses = predicate_facts(r->when);
	slot->by = party_intern(rb, r->by);
	for (i = 0; i < r->to_count; i++)
		slot->to[i] = party_intern(rb, r->to[i]);
	for (i = 0; kind_table[i].code; i++)
		if (predicate_possible(r->when, kind_table[i].code))
			slot->kinds |= 1u << i;
}

static const struct rule *
pack_rule(const struct pack *p, size_t count, const char *id)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(p->rules[i].id, id) == 0)
			return &p->rules[i];
	return NULL;
}

static int
check_unique(const struct rulebook *rb, const struct pack *p, struct err *err)
{
	const struct rule *other;
	size_t i;

	for (i = 0; i < rb->count; i++)
		if (strcmp(rb->packs[i]->id, p->id) == 0)
			return err_set(err, ERR_INPUT,
			               "pack '%s' is there twice", p->id);
	for (i = 0; i < p->rules_count; i++) {
		other = pack_rule(p, i, p->rules[i].id);
		if (!other)
			other = rulebook_rule(rb, p->rules[i].id);
		if (other)
			return err_set(err, ERR_INPUT,
			               "pack '%s': /rules/%zu/id: rule '%s' is "
			               "in pack '%s' already",
			               p->id, i, other->id, other->pack->id);
	}
	return 0;
}

int
rulebook_add(struct rulebook *rb, struct pack *p, struct err *err)
{
	size_t i;

	if (check_unique(rb, p, err)) {
		pack_free(p);
		return -1;
	}
	rb->packs =
		mem_grow(rb->packs, rb->count, &rb->cap, sizeof(struct pack *));
	rb->packs[rb->count++] = p;
	for (i = 0; i < p->rules_count; i++)
		add_slot(rb, &p->rules[i]);
	if (p->has_house)
		rb->house = p->house;
	return 0;
}

const struct rule *
rulebook_rule(const struct rulebook *rb, const char *id)
{
	const struct rule *r = NULL;
	size_t i;

	for (i = 0; i < rb->count && !r; i++)
		r = pack_rule(rb->packs[i], rb->packs[i]->rules_count, id);
	return r;
}

static int
load_and_add(struct rulebook *rb, const char *name, const char *s, size_t len,
             struct err *err)
{
	struct pack *p = pack_load(name, s, len, err);

	return p ? rulebook_add(rb, p, err) : -1;
}

int
rulebook_builtin(struct rulebook *rb, struct err *err)
{
	const struct asset *a;
	size_t i = 0;

	for (a = asset_next("rules/", &i); a; a = asset_next("rules/", &i)) {
		if (load_and_add(rb, a->name, (const char *)a->bytes, a->len,
		                 err))
			return -1;
	}
	return 0;
}

/* Folders. */

static int
is_pack_name(const struct dirent *d)
{
	size_t len = strlen(d->d_name);

	return len > 5 && d->d_name[0] != '.' &&
	       strcmp(d->d_name + len - 5, ".json") == 0;
}

/* alphasort() asks the locale; a rulebook must not. */
static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
load_file(struct rulebook *rb, const char *dir, const char *name,
          struct err *err)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	int rc = -1;

	buf_fmt(&path, "%s/%s", dir, name);
	if (buf_read_file(&text, path.s, PACK_MAX_BYTES, err) == 0)
		rc = load_and_add(rb, path.s, text.s, text.len, err);
	buf_release(&text);
	buf_release(&path);
	return rc;
}

int
rulebook_folder(struct rulebook *rb, const char *dir, struct err *err)
{
	struct dirent **names = NULL;
	int i, rc = 0, n = scandir(dir, &names, is_pack_name, by_name);

	if (n == -1)
		return err_set(err, ERR_INPUT, "%s: %s", dir,
		               strerrordesc_np(errno));
	if (n == 0)
		rc = err_set(err, ERR_INPUT, "%s: no *.json in it", dir);
	if (n > FOLDER_MAX_PACKS)
		rc = err_set(err, ERR_INPUT, "%s: more than %d packs", dir,
		             FOLDER_MAX_PACKS);
	for (i = 0; i < n && rc == 0; i++)
		rc = load_file(rb, dir, names[i]->d_name, err);
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return rc;
}
