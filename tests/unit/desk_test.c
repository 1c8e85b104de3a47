#include "room.h"

#include "desk/incident.h"
#include "desk/setting.h"

/* First entries: the desk, each built-in pack whole, the drill's clock. */
static void
test_created(void **state)
{
	struct room *r = *state;
	const struct rulebook *rules = desk_rulebook(r->d);

	assert_non_null(rules);
	assert_true(rules->count > 0);
	assert_int_equal(room_head(r), (int64_t)rules->count + 2);
	assert_int_equal(desk_rulebook_id(r->d), (int64_t)rules->count + 1);
	assert_string_equal(desk_name(r->d), "孝义市应急管理局");
	assert_string_equal(desk_code(r->d), "141181");
	assert_true(desk_is_drill(r->d));
	assert_int_equal(desk_now(r->d), ROOM_NOW);
	room_verify(r);
}

static void
test_name_and_code(void **state)
{
	struct desk_options o = { .name = "介休市应急管理局",
		                  .code = "140781",
		                  .drill = true,
		                  .clock_rate = 1000 };
	struct identity who = { "wangfang", "tty1" };
	struct room *r = calloc(1, sizeof(*r));

	(void)state;
	tr_use(TR_ZH);
	snprintf(r->dir, sizeof(r->dir), "/tmp/zhiban-room-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	OK(r, desk_create(r->dir, &o, &who, &r->err));
	/* A folder has one desk. */
	REFUSED(r, ERR_REFUSED, desk_create(r->dir, &o, &who, &r->err));
	OK(r, desk_open(&r->d, r->dir, &who, NULL, &r->err));
	assert_string_equal(desk_name(r->d), o.name);
	assert_string_equal(desk_code(r->d), o.code);
	/* It asked for no clock of its own: the real one runs. */
	assert_int_equal(desk_clock_rate(r->d), 1000);
	assert_true(desk_tick_ms(r->d) >= 1 && desk_tick_ms(r->d) <= 1000);
	command_session_init(&r->session, r->d);
	room_free(r);
}

static void
test_real_desk_has_real_time(void **state)
{
	struct desk_options o = { .clock_ms = ROOM_NOW, .clock_rate = 1000 };
	struct identity who = { "wangfang", "tty1" };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(desk_create("/tmp/zhiban-never", &o, &who, &err), -1);
	assert_int_equal(err.code, ERR_REFUSED);
	err_clear(&err);
	o.clock_ms = 0;
	o.clock_rate = 0;
	assert_int_equal(desk_create("/tmp/zhiban-never", &o, &who, &err), -1);
	assert_int_equal(err.code, ERR_REFUSED);
	assert_int_equal(access("/tmp/zhiban-never", F_OK), -1);
}

/* A drill's clock stands, is stepped, and never goes back. */
static void
test_drill_clock(void **state)
{
	struct room *r = *state;

	assert_int_equal(desk_clock_rate(r->d), 0);
	assert_int_equal(desk_tick_ms(r->d), 1000);
	OK(r, desk_set_clock(r->d, ROOM_NOW + CIVIL_HOUR, -1, &r->err));
	assert_int_equal(desk_now(r->d), ROOM_NOW + CIVIL_HOUR);
	assert_int_equal(desk_clock_rate(r->d), 0);
	REFUSED(r, ERR_REFUSED, desk_set_clock(r->d, ROOM_NOW, -1, &r->err));
	REFUSED(r, ERR_INPUT, desk_set_clock(r->d, -1, 0, &r->err));
	assert_int_equal(desk_now(r->d), ROOM_NOW + CIVIL_HOUR);
	/* Frozen at the second: its next one is never more than one away. */
	OK(r, desk_set_clock(r->d, ROOM_NOW + CIVIL_HOUR, 60000, &r->err));
	assert_true(desk_now(r->d) >= ROOM_NOW + CIVIL_HOUR);
	assert_in_range(desk_tick_ms(r->d), 1, 17);
	room_verify(r);
}

/* Another process learns of a new clock by the bell, and before it writes. */
static void
test_clock_of_another(void **state)
{
	struct room *r = *state;
	struct identity who = { "lijun", "tty2" };
	struct incident_new in = { .kind = "accident.road" };
	struct incident got;
	char number[INCIDENT_NUMBER];
	struct desk *other;

	facts_init(&in.facts);
	OK(r, desk_open(&other, r->dir, &who, NULL, &r->err));
	assert_int_equal(desk_now(other), ROOM_NOW);
	assert_false(desk_changed(other));
	room_pass(r, CIVIL_DAY);
	assert_true(desk_changed(other));
	assert_int_equal(desk_now(other), ROOM_NOW + CIVIL_DAY);
	room_pass(r, CIVIL_DAY);
	OK(r, incident_open(other, &in, number, NULL, &r->err));
	OK(r, incident_get(other, number, &got, &r->err));
	assert_int_equal(got.opened_ms, ROOM_NOW + 2 * CIVIL_DAY);
	incident_release(&got);
	desk_close(other);
}

static void
test_act_as(void **state)
{
	struct room *r = *state;
	struct identity who = { "lijun", "tty2" };
	struct desk *other;

	OK(r, desk_open(&other, r->dir, &who, "zhangqiang", &r->err));
	assert_string_equal(desk_identity(other)->officer, "zhangqiang");
	assert_string_equal(desk_identity(other)->seat, "tty2");
	OK(r, desk_act_as(other, NULL, &r->err));
	assert_string_equal(desk_identity(other)->officer, "lijun");
	REFUSED(r, ERR_INPUT, desk_act_as(other, "", &r->err));
	REFUSED(r, ERR_INPUT, desk_act_as(other, "\xFF", &r->err));
	desk_close(other);
}

static const char *const new_pack =
	"{\"id\": \"own\", \"title\": \"本席\", \"en\": \"Own\", \"version\": "
	"1, "
	"\"level\": \"house\", \"effective_from\": \"2020-01-01\", "
	"\"effective_until\": null, \"house\": {\"immediately_minutes\": 5, "
	"\"promptly_minutes\": 60, \"written_minutes\": 60}, "
	"\"classifiers\": [], \"rules\": []}";

/* New rules are for incidents opened after them; old books stay. */
static void
test_adopt(void **state)
{
	struct room *r = *state;
	int64_t before = desk_rulebook_id(r->d), seq;
	const struct rulebook *old = desk_rulebook(r->d), *now;

	assert_int_equal(old->house.immediately_minutes, 10);
	OK(r, desk_adopt_pack(r->d, "own.json", new_pack, strlen(new_pack),
	                      &seq, &r->err));
	assert_int_equal(desk_rulebook_id(r->d), seq);
	now = desk_rulebook(r->d);
	assert_int_equal(now->count, old->count + 1);
	assert_int_equal(now->house.immediately_minutes, 5);
	assert_ptr_equal(desk_rulebook_at(r->d, before, &r->err), old);
	/* A rule id that another pack has is refused, and nothing is kept. */
	REFUSED(r, ERR_INPUT,
	        desk_adopt_pack(r->d, "x", "{}", 2, &seq, &r->err));
	assert_int_equal(desk_rulebook_id(r->d), seq);
	room_verify(r);
}

static void
test_adopt_clash(void **state)
{
	struct room *r = *state;
	const struct pack *p = desk_rulebook(r->d)->packs[0];
	int64_t head = room_head(r);
	char *bytes = strndup(p->bytes, p->bytes_len), *id;

	id = strstr(bytes, p->id);
	assert_non_null(id);
	id[0] = id[0] == 'q' ? 'z' : 'q';
	REFUSED(r, ERR_INPUT,
	        desk_adopt_pack(r->d, "clash", bytes, strlen(bytes), NULL,
	                        &r->err));
	assert_non_null(strstr(r->err.text, "already"));
	assert_int_equal(room_head(r), head);
	free(bytes);
}

/* A house time is part of the rules from its entry on. */
static void
test_house_setting(void **state)
{
	struct room *r = *state;
	int64_t before = desk_rulebook_id(r->d), seq;

	OK(r,
	   setting_set(r->d, "house.immediately_minutes", "3", &seq, &r->err));
	assert_int_equal(desk_rulebook_id(r->d), seq);
	assert_int_equal(desk_rulebook(r->d)->house.immediately_minutes, 3);
	assert_int_equal(desk_rulebook_at(r->d, before, &r->err)
	                         ->house.immediately_minutes,
	                 10);
	room_verify(r);
}

/* Rolled back rules leave no book behind, though their seq is used again. */
static void
test_rolled_back_rules(void **state)
{
	struct room *r = *state;
	struct incident_new in = { .kind = "accident.road" };
	char number[INCIDENT_NUMBER];
	int64_t seq, again;

	facts_init(&in.facts);
	OK(r, desk_batch_begin(r->d, &r->err));
	OK(r, desk_adopt_pack(r->d, "own", new_pack, strlen(new_pack), &seq,
	                      &r->err));
	OK(r, incident_open(r->d, &in, number, NULL, &r->err));
	assert_int_equal(desk_rulebook(r->d)->house.immediately_minutes, 5);
	desk_batch_rollback(r->d);
	assert_int_equal(desk_rulebook(r->d)->house.immediately_minutes, 10);
	OK(r, setting_set(r->d, "house.immediately_minutes", "3", &again,
	                  &r->err));
	assert_int_equal(again, seq);
	assert_int_equal(desk_rulebook(r->d)->house.immediately_minutes, 3);
}

static void
test_default_dir(void **state)
{
	struct buf dir = BUF_INIT;
	struct err err = ERR_INIT;
	char *data = getenv("ZHIBAN_DATA"), *xdg = getenv("XDG_DATA_HOME");

	(void)state;
	data = data ? strdup(data) : NULL;
	xdg = xdg ? strdup(xdg) : NULL;
	setenv("ZHIBAN_DATA", "/srv/desk", 1);
	assert_int_equal(desk_default_dir(&dir, &err), 0);
	assert_string_equal(dir.s, "/srv/desk");
	unsetenv("ZHIBAN_DATA");
	setenv("XDG_DATA_HOME", "/people/x/data", 1);
	assert_int_equal(desk_default_dir(&dir, &err), 0);
	assert_string_equal(dir.s, "/people/x/data/zhiban");
	/* The XDG specification: a relative path is to be ignored. */
	setenv("XDG_DATA_HOME", "data", 1);
	setenv("HOME", "/people/x", 1);
	assert_int_equal(desk_default_dir(&dir, &err), 0);
	assert_string_equal(dir.s, "/people/x/.local/share/zhiban");
	if (data)
		setenv("ZHIBAN_DATA", data, 1);
	if (xdg)
		setenv("XDG_DATA_HOME", xdg, 1);
	else
		unsetenv("XDG_DATA_HOME");
	free(data);
	free(xdg);
	buf_release(&dir);
}

static void
test_identity(void **state)
{
	struct identity who;

	(void)state;
	setenv("SSH_CONNECTION", "203.0.113.7 51514 10.0.0.2 22", 1);
	identity_system(&who);
	assert_true(*who.officer);
	assert_int_equal(strncmp(who.seat, "203.0.113.7", 11), 0);
	assert_null(strstr(who.seat, "51514"));
	unsetenv("SSH_CONNECTION");
	identity_system(&who);
	assert_true(*who.seat);
	assert_null(strstr(who.seat, "/dev/"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_created),
		cmocka_unit_test(test_name_and_code),
		cmocka_unit_test(test_real_desk_has_real_time),
		ROOM_TEST(test_drill_clock),
		ROOM_TEST(test_clock_of_another),
		ROOM_TEST(test_act_as),
		ROOM_TEST(test_adopt),
		ROOM_TEST(test_adopt_clash),
		ROOM_TEST(test_house_setting),
		ROOM_TEST(test_rolled_back_rules),
		cmocka_unit_test(test_default_dir),
		cmocka_unit_test(test_identity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
