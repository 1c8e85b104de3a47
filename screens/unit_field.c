#include "screens/unit_field.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/unit.h"
#include "screens/screen.h"
#include "screens/several.h"

#define UNITS_MAX 64 /* that one field is looked at for */

void
unit_field_offer(const struct unit_names *names, const char *text,
                 struct form_list *out)
{
	const char *part = several_last(text), *found[UNIT_NAMES_FOUND];
	size_t count = unit_names_find(names, part, found);
	struct buf line = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		buf_clear(&line);
		buf_add(&line, text, (size_t)(part - text));
		buf_str(&line, found[i]);
		form_offer(out, line.s);
	}
	buf_release(&line);
}

/* A list that cannot be read offers nothing: the field can still be typed. */
void
unit_field_complete(void *arg, const struct form_field *field, const char *text,
                    struct form_list *out)
{
	struct err err = ERR_INIT;
	struct unit_names names;

	(void)field;
	if (unit_names_read(ui_desk(arg), &names, &err) == 0)
		unit_field_offer(&names, text, out);
	unit_names_release(&names);
}

int
unit_field_read(struct desk *d, const char *text, int64_t *id, struct err *err)
{
	*id = 0;
	if (!*text)
		return 0;
	if (unit_by_name(d, text, id, err))
		return -1;
	return *id ? 0
	           : err_set(err, ERR_NOT_FOUND, tr("通讯录里没有单位“%s”"),
	                     text);
}

struct units {
	struct desk *d;
	int64_t *ids;
	size_t max, count;
};

static int
read_one(void *arg, const char *name, struct err *err)
{
	struct units *u = arg;
	int64_t id;

	if (unit_field_read(u->d, name, &id, err))
		return -1;
	if (u->count == u->max)
		return err_set(err, ERR_INPUT, tr("最多 %zu 个单位"), u->max);
	u->ids[u->count++] = id;
	return 0;
}

int
unit_field_read_several(struct desk *d, const char *text, int64_t *ids,
                        size_t max, size_t *count, struct err *err)
{
	struct units u = { .d = d, .ids = ids, .max = max };
	int rc = several_each(text, read_one, &u, err);

	*count = u.count;
	return rc;
}

int
unit_field_name(struct desk *d, int64_t id, struct buf *out, struct err *err)
{
	struct unit u;

	if (!id)
		return 0;
	if (unit_get(d, id, &u, err))
		return -1;
	buf_str(out, u.name);
	unit_release(&u);
	return 0;
}

int
unit_field_check(void *arg, const struct form_field *field, const char *value,
                 struct err *err)
{
	int64_t id;

	(void)field;
	return unit_field_read(ui_desk(arg), value, &id, err);
}

int
unit_field_check_several(void *arg, const struct form_field *field,
                         const char *value, struct err *err)
{
	int64_t ids[UNITS_MAX];
	size_t count;

	(void)field;
	return unit_field_read_several(ui_desk(arg), value, ids, UNITS_MAX,
	                               &count, err);
}
