#include "feeds/china.h"

#include <string.h>

#include "base/buf.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Names and codes are those of the lists in Chinese. */
/* clang-format off */
static const struct {
	const char *english, *chinese, *code;
} kinds[] = {
	{ "typhoon", "台风", "typhoon" },
	{ "rainstorm", "暴雨", "rainstorm" },
	{ "high temperature", "高温", "heat" },
	{ "heat wave", "高温", "heat" },
	{ "cold wave", "寒潮", "cold-wave" },
	{ "fog", "大雾", "fog" },
	{ "heavy fog", "大雾", "fog" },
	{ "dense fog", "大雾", "fog" },
	{ "gale", "大风", "gale" },
	{ "strong wind", "大风", "gale" },
	{ "sandstorm", "沙尘暴", "sandstorm" },
	{ "sand storm", "沙尘暴", "sandstorm" },
	{ "hail", "冰雹", "hail" },
	{ "snowstorm", "暴雪", "snowstorm" },
	{ "blizzard", "暴雪", "snowstorm" },
	{ "icy road", "道路结冰", "icy-road" },
	{ "road icing", "道路结冰", "icy-road" },
	{ "lightning", "雷电", "lightning" },
	{ "frost", "霜冻", "frost" },
	{ "haze", "霾", "haze" },
	{ "thunderstorm and gale", "雷雨大风", "thunder-gale" },
	{ "thunder gust", "雷雨大风", "thunder-gale" },
	{ "geological", "地质灾害", "geohazard" },
	{ "flash flood", "山洪", "flash-flood" },
	{ "flash flood", "山洪灾害", "flash-flood" },
	{ "drought", "干旱", "drought" },
	{ "severe convection", "强对流", "convection" },
	{ "forest fire", "森林火险", "forest-fire" },
};
/* clang-format on */

static const struct {
	const char *word;
	int level;
} colours[] = {
	{ "red", 1 },
	{ "orange", 2 },
	{ "yellow", 3 },
	{ "blue", 4 },
};

static const struct {
	const char *word;
	enum feed_change change;
} verbs[] = {
	{ " issues ", FEED_ALERT },
	{ " updates ", FEED_UPDATE },
	{ " lifts ", FEED_CANCEL },
};

/* Is s the words, but for "events", "disasters" and the like behind them? */
static bool
same_hazard(const char *s, const char *words)
{
	static const char *const tails[] = {
		"",           " event",  " events",  " disaster",
		" disasters", " hazard", " hazards", " risk",
	};
	const size_t len = strlen(words);

	if (strncasecmp(s, words, len) != 0)
		return false;
	for (size_t i = 0; i < COUNT(tails); i++)
		if (strcasecmp(s + len, tails[i]) == 0)
			return true;
	return false;
}

static const char *
china_kind(const char *s)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (same_hazard(s, kinds[i].english))
			return kinds[i].chinese;
	return s;
}

/* "orange warning for rainstorm [Level II/Serious]" */
static bool
read_object(struct feed_warning *w, const char *s)
{
	static const char joint[] = " warning for ";
	struct buf hazard = BUF_INIT;

	for (size_t i = 0; i < COUNT(colours); i++) {
		const size_t len = strlen(colours[i].word);

		if (strncasecmp(s, colours[i].word, len) != 0 ||
		    strncasecmp(s + len, joint, strlen(joint)) != 0)
			continue;
		s += len + strlen(joint);
		buf_add(&hazard, s, strcspn(s, "["));
		while (hazard.len > 0 && hazard.s[hazard.len - 1] == ' ')
			buf_cut(&hazard, hazard.len - 1);
		w->level = colours[i].level;
		feed_set(&w->severity, colours[i].word, FEED_LINE_MAX);
		feed_set(&w->kind, china_kind(hazard.s), FEED_LINE_MAX);
		buf_release(&hazard);
		return true;
	}
	return false;
}

bool
china_title(struct feed_warning *w, const char *title)
{
	struct buf sender = BUF_INIT;

	for (size_t i = 0; i < COUNT(verbs); i++) {
		const char *at = strcasestr(title, verbs[i].word);

		if (!at || !read_object(w, at + strlen(verbs[i].word)))
			continue;
		buf_add(&sender, title, (size_t)(at - title));
		feed_set(&w->sender, sender.s, FEED_LINE_MAX);
		buf_release(&sender);
		w->change = verbs[i].change;
		return true;
	}
	return false;
}

static size_t
digits(const char *s)
{
	return strspn(s, "0123456789");
}

bool
china_id(const char *id)
{
	const size_t head = digits(id);

	return head >= 6 && head <= 20 && *id >= '1' && *id <= '8' &&
	       id[head] == '_' && digits(id + head + 1) == 14 &&
	       id[head + 15] == '\0';
}

static const char *
kind_code(const char *chinese)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (strcmp(kinds[i].chinese, chinese) == 0)
			return kinds[i].code;
	return chinese;
}

void
china_finish(struct feed_warning *w, const char *id)
{
	const char *department = id + 6;
	struct buf s = BUF_INIT;

	if (w->kind)
		feed_set(&w->kind, china_kind(w->kind), FEED_LINE_MAX);
	buf_add(&s, id, 6);
	if (w->adcodes.count == 0)
		feed_push(&w->adcodes, s.s);
	buf_fmt(&s, "/%s", w->kind ? kind_code(w->kind) : "");
	if (*department != '_' && strncmp(department, "416", 3) != 0)
		buf_fmt(&s, "/%.*s", (int)digits(department), department);
	feed_set(&w->condition, w->kind ? s.s : id, FEED_LINE_MAX);
	buf_release(&s);
}
