/*
 * Call-outs, for tests of the screens that begin and run them: towns with a
 * head of two numbers and a deputy, on one call list.
 */
#ifndef UNIT_CALLOUT_KIT_H
#define UNIT_CALLOUT_KIT_H

#include "roster_kit.h"

#include "desk/callout.h"

static inline void
towns_fill(struct kit *k, int towns)
{
	struct buf members = BUF_INIT, save = BUF_INIT;
	char line[512];

	for (int i = 1; i <= towns; i++) {
		snprintf(line, sizeof(line),
		         "{'do':'unit.save','name':'%02d镇','kind':'town',"
		         "'phones':['0358-76200%02d']}",
		         i, i);
		room_do(k->room, line);
		snprintf(line, sizeof(line),
		         "{'do':'contact.save','name':'镇长%02d','posts':["
		         "{'unit':'%02d镇','title':'镇长','order':1}],"
		         "'phones':['138000001%02d',{'number':'138000002%02d',"
		         "'label':'家'}]}",
		         i, i, i, i);
		room_do(k->room, line);
		snprintf(line, sizeof(line),
		         "{'do':'contact.save','name':'副镇长%02d','posts':["
		         "{'unit':'%02d镇','title':'镇长','order':2,"
		         "'deputy':true}],'phones':['138000003%02d']}",
		         i, i, i);
		room_do(k->room, line);
		buf_fmt(&members, "%s'%02d镇/镇长'", i > 1 ? "," : "", i);
	}
	buf_fmt(&save, "{'do':'group.save','name':'乡镇','members':[%s]}",
	        members.s);
	room_do(k->room, save.s);
	buf_release(&save);
	buf_release(&members);
}

static inline int64_t
newest(struct kit *k)
{
	struct callout *rows;
	size_t n;
	int64_t id;

	OK(k->room, callout_list(k->room->d, 1, &rows, &n, &k->room->err));
	assert_int_equal(n, 1);
	id = rows[0].id;
	callouts_free(rows, n);
	return id;
}

static inline struct callout_target
target(struct kit *k, int64_t id, int n)
{
	struct callout_target *rows, t;
	size_t count;

	OK(k->room,
	   callout_targets(k->room->d, id, &rows, &count, &k->room->err));
	assert_in_range(n, 1, count);
	t = rows[n - 1];
	memset(&rows[n - 1], 0, sizeof(rows[0]));
	callout_targets_free(rows, count);
	return t;
}

static inline void
held_by(struct kit *k, int64_t id, int n, const char *officer)
{
	struct callout_target t = target(k, id, n);

	assert_string_equal(t.held_by, officer);
	callout_target_release(&t);
}

#endif
