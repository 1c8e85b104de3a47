/* Parties by name.  The desk is the county's; the city is 吕梁. */
#include <string.h>

#include "base/tr.h"
#include "desk/duty.h"

struct party {
	const char *code, *name;
};

/* clang-format off */
static const struct party parties[] = {
	{ "city.emergency",		N_("市应急管理局") },
	{ "city.environment",		N_("市生态环境局") },
	{ "city.forest",		N_("市森林防火指挥机构") },
	{ "city.government",		N_("市政府") },
	{ "city.health",		N_("市卫生健康委") },
	{ "city.market",		N_("市市场监管局") },
	{ "city.resources",		N_("市自然资源局") },
	{ "county.emergency",		N_("本局") },
	{ "county.environment",		N_("本级生态环境部门") },
	{ "county.flood",		N_("本级防汛抗旱指挥部") },
	{ "county.forest",		N_("本级森林防火指挥机构") },
	{ "county.government",		N_("本级政府") },
	{ "county.health",		N_("本级卫生健康部门") },
	{ "county.labour",		N_("本级人社部门") },
	{ "county.market",		N_("本级市场监管部门") },
	{ "county.police",		N_("本级公安机关") },
	{ "county.procuratorate",	N_("本级检察院") },
	{ "county.regulator",		N_("本级行业监管部门") },
	{ "county.resources",		N_("本级自然资源部门") },
	{ "county.union",		N_("本级工会") },
	{ "county.water",		N_("本级水利部门") },
	{ "duty.leader",		N_("带班领导") },
	{ "investigation.group",	N_("事故调查组") },
	{ "local.garrison",		N_("当地驻军") },
	{ "neighbour.government",	N_("相邻地区政府") },
	{ "province.emergency",		N_("省应急管理厅") },
	{ "province.environment",	N_("省生态环境厅") },
	{ "province.forest",		N_("省森林防火指挥机构") },
	{ "province.government",	N_("省政府") },
	{ "province.mines",		N_("国家矿山安监局山西局") },
	{ "public",			N_("社会公众") },
	{ "rail.administration",	N_("铁路监管机构") },
	{ "responsible.government",	N_("负责调查的政府") },
	{ "scene",			N_("事发现场") },
	{ "state.emergency",		N_("应急管理部") },
	{ "state.energy.branch",	N_("国家能源局派出机构") },
	{ "state.environment",		N_("生态环境部") },
	{ "state.forest",		N_("国家森林草原防灭火指挥机构") },
	{ "state.health",		N_("国家卫生健康委") },
	{ "town.government",		N_("乡镇政府（街道）") },
	{ "unit",			N_("事发单位") },
	{ "unit.head",			N_("事发单位负责人") },
};
/* clang-format on */

enum { PARTIES = sizeof(parties) / sizeof(parties[0]) };

static const struct party *
party_find(const char *code)
{
	for (int i = 0; i < PARTIES; i++)
		if (strcmp(parties[i].code, code) == 0)
			return &parties[i];
	return NULL;
}

const char *
duty_leg_text(enum duty_leg leg)
{
	switch (leg) {
	case LEG_PHONE:
		return tr("（电话）");
	case LEG_WRITTEN:
		return tr("（书面）");
	default:
		return "";
	}
}

const char *
party_name(const char *code)
{
	const struct party *p = party_find(code);

	return p ? p->name : code;
}

bool
party_known(const char *code)
{
	return party_find(code) != NULL;
}

const char *
party_code(size_t i)
{
	return i < PARTIES ? parties[i].code : NULL;
}

/* Those a report goes to first, then the rest; our own desk is none. */
const char *const *
party_codes(void)
{
	static const char *const codes[] = { "city.emergency",
		                             "county.government",
		                             "province.emergency",
		                             "province.mines",
		                             "city.government",
		                             "province.government",
		                             "state.emergency",
		                             "duty.leader",
		                             "county.police",
		                             "county.labour",
		                             "county.union",
		                             "county.procuratorate",
		                             "county.environment",
		                             "county.health",
		                             "county.market",
		                             "county.resources",
		                             "county.forest",
		                             "county.flood",
		                             "county.water",
		                             "county.regulator",
		                             "city.environment",
		                             "city.forest",
		                             "city.health",
		                             "city.market",
		                             "city.resources",
		                             "province.environment",
		                             "province.forest",
		                             "state.environment",
		                             "state.forest",
		                             "state.health",
		                             "state.energy.branch",
		                             "rail.administration",
		                             "responsible.government",
		                             "investigation.group",
		                             "neighbour.government",
		                             "local.garrison",
		                             "town.government",
		                             "public",
		                             "scene",
		                             "unit",
		                             "unit.head",
		                             NULL };

	return codes;
}
