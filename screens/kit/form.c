#include "screens/kit/form.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "screens/kit/form_state.h"

#define MAX_CHARS 200

enum form_verb {
	VERB_ENTER,
	VERB_NEXT,
	VERB_PREV,
	VERB_DOWN,
	VERB_UP,
	VERB_SUBMIT,
	VERB_CANCEL
};

/* clang-format off */
const struct key_verb form_keys[] = {
	{ "<Enter>", "form.enter",  N_("下一栏；末栏即保存"), 0, VERB_ENTER },
	{ "<Tab>",   "form.next",   N_("下一栏"),	      0, VERB_NEXT },
	{ "<S-Tab>", "form.prev", N_("上一栏"),
	  KEY_QUIET, VERB_PREV },
	{ "<Down>", "form.down", N_("下一栏或下一项"),
	  KEY_QUIET, VERB_DOWN },
	{ "<Up>", "form.up", N_("上一栏或上一项"),
	  KEY_QUIET, VERB_UP },
	{ "<C-s>",   "form.submit", N_("保存"),		      0, VERB_SUBMIT },
	{ "<Esc>",   "form.cancel", N_("取消"),		      0, VERB_CANCEL },
	{ NULL, NULL, NULL, 0, 0 },
};
/* clang-format on */

static bool
field_enabled(const struct form *f, size_t i)
{
	return !(f->fields[i].flags & FORM_READONLY);
}

static size_t
field_find(const struct form *f, const char *key)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (strcmp(f->fields[i].key, key) == 0)
			return i;
	assert(0 && "no such field");
	return 0;
}

void
form_init(struct form *f, const struct form_field *fields, void *arg)
{
	size_t i;

	memset(f, 0, sizeof(*f));
	f->fields = fields;
	f->arg = arg;
	f->list = mem_alloc(sizeof(*f->list));
	f->list->sel = FORM_NO_ROW;
	while (fields[f->count].key)
		f->count++;
	f->inputs = mem_array(NULL, f->count, sizeof(*f->inputs));
	for (i = 0; i < f->count; i++) {
		f->inputs[i] = (struct form_input){ .choice = FORM_NO_ROW };
		edit_init(&f->inputs[i].edit,
		          (size_t)(fields[i].max_chars ? fields[i].max_chars
		                                       : MAX_CHARS),
		          fields[i].kind == FORM_LINES);
		if (fields[i].initial)
			form_set(f, fields[i].key, fields[i].initial);
	}
	while (f->focus + 1 < f->count && !field_enabled(f, f->focus))
		f->focus++;
	if (f->count > 0 && form_is_choice(f, f->focus))
		form_list_fill(f);
}

void
form_release(struct form *f)
{
	size_t i;

	for (i = 0; i < f->count; i++) {
		edit_release(&f->inputs[i].edit);
		free(f->inputs[i].error);
	}
	free(f->inputs);
	form_list_free(f->list);
	memset(f, 0, sizeof(*f));
}

/* Values. */

static const char *
input_value(const struct form *f, size_t i)
{
	const struct form_input *in = &f->inputs[i];

	if (!form_is_choice(f, i))
		return in->edit.text.s;
	return in->choice == FORM_NO_ROW
	               ? ""
	               : f->fields[i].choices[in->choice].code;
}

const char *
form_text(const struct form *f, const char *key)
{
	return input_value(f, field_find(f, key));
}

bool
form_empty(const struct form *f, const char *key)
{
	return *form_text(f, key) == '\0';
}

bool
form_time(const struct form *f, const char *key, int64_t *ms)
{
	struct err err = ERR_INIT;
	const char *text = form_text(f, key);

	return *text && civil_parse_human(text, f->now_ms, ms, &err) == 0;
}

static void
input_error(struct form_input *in, const char *text)
{
	free(in->error);
	in->error = text && *text ? mem_str(text) : NULL;
}

static void
input_full(struct form_input *in)
{
	struct buf text = BUF_INIT;

	buf_fmt(&text, tr("这一栏最多 %zu 字，放不下的没有放进去"),
	        in->edit.max_chars);
	input_error(in, text.s);
	buf_release(&text);
}

void
form_error(struct form *f, const char *key, const char *text)
{
	input_error(&f->inputs[field_find(f, key)], text);
}

void
form_set(struct form *f, const char *key, const char *value)
{
	size_t i = field_find(f, key);
	const struct form_choice *c = f->fields[i].choices;
	int n;

	input_error(&f->inputs[i], NULL);
	if (!form_is_choice(f, i)) {
		edit_set(&f->inputs[i].edit, value);
		return;
	}
	f->inputs[i].choice = FORM_NO_ROW;
	edit_set(&f->inputs[i].edit, "");
	for (n = 0; c[n].code; n++)
		if (strcmp(c[n].code, value) == 0)
			f->inputs[i].choice = n;
	if (i == f->focus && f->list->open)
		form_list_fill(f);
}

/* Checks. */

static bool
number_like(const char *s)
{
	size_t len = strlen(s), i = 0, digits = 0;
	uint32_t cp;

	while (i < len) {
		i += utf8_decode(s + i, len - i, &cp);
		if ((cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19))
			digits++;
		else if (cp != '.' && cp != 0xFF0E && cp != ' ' &&
		         cp != 0x4E07 && cp != 0x4EBF) /* 万 亿 */
			return false;
	}
	return digits > 0;
}

static bool
unknown_word(const char *s)
{
	return strcmp(s, "?") == 0 || strcmp(s, "？") == 0 ||
	       strcmp(s, "不明") == 0;
}

/* What is wrong with the value for its kind; NULL: nothing. */
static const char *
kind_complaint(const struct form *f, size_t i, const char *value)
{
	struct err err = ERR_INIT;
	int64_t ms;

	switch (f->fields[i].kind) {
	case FORM_TIME:
		if (civil_parse_human(value, f->now_ms, &ms, &err) == 0)
			return NULL;
		return tr("时间请写 14:05、9-1 14:05、-15（15分钟前）或 刚才");
	case FORM_NUMBER:
		if (number_like(value) || f->fields[i].check)
			return NULL;
		return tr("请写数字，如 3、1.5、1200万");
	case FORM_FACT:
		if (number_like(value) || unknown_word(value) ||
		    f->fields[i].check)
			return NULL;
		return tr("请写数字；问过而不清楚的写 ?");
	default:
		return NULL;
	}
}

static bool
field_check(struct form *f, size_t i, bool submitting)
{
	const struct form_field *field = &f->fields[i];
	struct form_input *in = &f->inputs[i];
	const char *value = input_value(f, i), *complaint = NULL;
	struct err err = ERR_INIT;

	if (form_is_choice(f, i) && in->edit.text.len > 0 && !*value)
		complaint = tr("列表中没有这一项");
	else if (!*value)
		complaint = submitting && (field->flags & FORM_REQUIRED)
		                    ? tr("这一栏必须填写")
		                    : NULL;
	else
		complaint = kind_complaint(f, i, value);
	if (!complaint && *value && field->check &&
	    field->check(f->arg, field, value, &err))
		complaint = err.text;
	input_error(in, complaint);
	return !complaint;
}

bool
form_ready(struct form *f)
{
	size_t i, bad = f->count;

	for (i = f->count; i-- > 0;)
		if (field_enabled(f, i) && !field_check(f, i, true))
			bad = i;
	if (bad == f->count)
		return true;
	f->focus = bad;
	form_list_close(f);
	return false;
}

/* Moving. */

const char *
form_left(const struct form *f)
{
	return f->fields[f->left].key;
}

const char *
form_focus(const struct form *f)
{
	return f->fields[f->focus].key;
}

/*
 * A time is kept as the moment it was read as: "-15" in a draft means nothing
 * an hour later.
 */
static void
settle_time(struct form *f, size_t i)
{
	char text[CIVIL_TEXT];
	struct civil c;
	int64_t ms;

	if (!form_time(f, f->fields[i].key, &ms))
		return;
	civil_local(text, ms);
	civil_from_ms(&c, ms, CIVIL_SHANGHAI);
	if (c.second == 0)
		text[strlen(text) - strlen(":00")] = '\0';
	edit_set(&f->inputs[i].edit, text);
}

/* Take the line the list's bar stands on; true: the value is another. */
static bool
take_offer(struct form *f)
{
	struct form_list *l = f->list;
	struct form_input *in = &f->inputs[f->focus];

	if (!l->open || l->sel == FORM_NO_ROW || form_is_choice(f, f->focus))
		return false;
	edit_set(&in->edit, l->lines[l->sel]);
	return true;
}

static unsigned
leave_field(struct form *f)
{
	unsigned ev = FORM_TAKEN | FORM_LEFT;

	if (take_offer(f))
		ev |= FORM_CHANGED;
	form_list_close(f);
	f->left = f->focus;
	field_check(f, f->focus, false);
	if (f->fields[f->focus].kind == FORM_TIME)
		settle_time(f, f->focus);
	if (form_is_choice(f, f->focus) &&
	    f->inputs[f->focus].choice != FORM_NO_ROW)
		edit_set(&f->inputs[f->focus].edit, "");
	return ev;
}

static void
enter_field(struct form *f, size_t i)
{
	f->focus = i;
	form_list_close(f);
	f->inputs[i].edit.cursor = f->inputs[i].edit.text.len;
	f->over = f->fields[i].kind == FORM_TIME ||
	          f->fields[i].kind == FORM_NUMBER ||
	          f->fields[i].kind == FORM_FACT;
	if (form_is_choice(f, i))
		form_list_fill(f);
}

void
form_go(struct form *f, const char *key)
{
	enter_field(f, field_find(f, key));
}

/* The next field that takes keys, round the end; f->focus when alone. */
static size_t
field_step(const struct form *f, bool forward)
{
	size_t i = f->focus;

	do
		i = (i + (forward ? 1 : f->count - 1)) % f->count;
	while (i != f->focus && !field_enabled(f, i));
	return i;
}

static unsigned
go_step(struct form *f, bool forward)
{
	unsigned ev = leave_field(f);

	enter_field(f, field_step(f, forward));
	return ev;
}

static unsigned
submit(struct form *f)
{
	unsigned ev = leave_field(f);

	return form_ready(f) ? ev | FORM_SUBMIT : ev;
}

/* Keys. */

/* Move the bar of an open list.  A choice takes its value at once. */
static unsigned
list_step(struct form *f, bool down)
{
	struct form_list *l = f->list;
	int last = (int)l->count - 1;
	int lowest = form_is_choice(f, f->focus) ? 0 : FORM_NO_ROW;

	if (down)
		l->sel = l->sel < last ? l->sel + 1 : last;
	else
		l->sel = l->sel > lowest ? l->sel - 1 : lowest;
	if (!form_is_choice(f, f->focus))
		return FORM_TAKEN;
	f->inputs[f->focus].choice = l->choice[l->sel];
	return FORM_TAKEN | FORM_CHANGED;
}

static unsigned
cancel(struct form *f)
{
	if (!f->list->open)
		return FORM_TAKEN | FORM_CANCEL;
	f->list->open = false;
	return FORM_TAKEN;
}

static unsigned
form_verb(struct form *f, int verb)
{
	switch (verb) {
	case VERB_ENTER:
		/* Round the end: this was the last. */
		if (f->fields[f->focus].kind == FORM_SAVE ||
		    field_step(f, true) <= f->focus)
			return submit(f);
		return go_step(f, true);
	case VERB_DOWN:
	case VERB_UP:
		if (f->list->open)
			return list_step(f, verb == VERB_DOWN);
		return go_step(f, verb == VERB_DOWN);
	case VERB_NEXT:
	case VERB_PREV:
		return go_step(f, verb == VERB_NEXT);
	case VERB_SUBMIT:
		return submit(f);
	default:
		return cancel(f);
	}
}

/* What was typed narrows the list, and the first that fits is the value. */
static unsigned
choice_typed(struct form *f, bool emptied)
{
	struct form_input *in = &f->inputs[f->focus];
	int before = in->choice;

	in->choice = FORM_NO_ROW;
	form_list_fill(f);
	if (!emptied && f->list->sel != FORM_NO_ROW)
		in->choice = f->list->choice[f->list->sel];
	return in->choice == before ? FORM_TAKEN : FORM_TAKEN | FORM_CHANGED;
}

/* "-5" typed into a time that was filled in means -5. */
static enum edit_result
type_key(struct form *f, struct edit *edit, const struct key_event *e)
{
	if (f->over && (key_printable(e->key) || e->key == UIKEY_PASTE))
		edit_set(edit, "");
	f->over = false;
	return edit_key(edit, e);
}

unsigned
form_key(struct form *f, const struct key_event *e)
{
	struct form_input *in = &f->inputs[f->focus];
	int verb = key_verb(form_keys, e->key);
	bool choice = form_is_choice(f, f->focus);
	enum edit_result r;

	if (f->count == 0 || !field_enabled(f, f->focus))
		return 0;
	if (verb >= 0)
		return form_verb(f, verb);
	if (choice && e->key == UIKEY_BACKSPACE && in->edit.text.len == 0)
		return choice_typed(f, true);
	if (f->fields[f->focus].kind == FORM_SAVE)
		return key_printable(e->key) || e->key == UIKEY_PASTE
		               ? FORM_TAKEN
		               : 0;
	r = type_key(f, &in->edit, e);
	if (r == EDIT_PASS)
		return 0;
	if (r == EDIT_MOVED)
		return FORM_TAKEN;
	input_error(in, NULL);
	if (r == EDIT_FULL) {
		input_full(in);
		return FORM_TAKEN;
	}
	if (choice)
		return choice_typed(f, in->edit.text.len == 0);
	form_list_fill(f);
	return FORM_TAKEN | FORM_CHANGED;
}
