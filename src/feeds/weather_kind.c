/* Kinds and colours of Chinese weather warnings, by name and by code. */
#include <string.h>
#include <strings.h>

#include "feeds/weather.h"

/*
 * The codes of nmc and cma as met (0000 mixes kinds and is none of them), of
 * weather.com.cn, cma and QWeather as documented.  A code stands in one row;
 * a kind may have several names.
 */
/* clang-format off */
static const struct weather_kind kinds[] = {
	{ "台风", "typhoon", "0001", "01", "11B01", "1001" },
	{ "暴雨", "rainstorm", "0002", "02", "11B03", "1003" },
	{ "高温", "heat", "0003", "07", "11B09", "1009" },
	{ "寒潮", "cold-wave", "0004", "04", "11B05", "1005" },
	{ "大雾", "fog", "0005", "12", "11B17", "1017" },
	{ "大风", "gale", "0007", "05", "11B06", "1006" },
	{ "沙尘暴", "sandstorm", "0008", "06", "11B07", "1007" },
	{ "冰雹", "hail", "0009", "10", "11B15", "1015" },
	{ "暴雪", "snowstorm", "0010", "03", "11B04", "1004" },
	{ "道路结冰", "icy-road", "0011", "14", "11B21", "1021" },
	{ "雷电", "lightning", "0012", "09", "11B14", "1014" },
	{ "霜冻", "frost", "0013", "11", "11B16", "1016" },
	{ "霾", "haze", "0014", "13", "11B19", "1019" },
	{ "雷雨大风", "thunder-gale", "0015", "93", "11B20", "1020" },
	{ "地质灾害", "geohazard", "0021", NULL, NULL, "1037" },
	{ "山洪", "flash-flood", "0024", NULL, NULL, NULL },
	{ "山洪灾害", "flash-flood", NULL, NULL, NULL, NULL },
	{ "雷暴大风", "thunderstorm-gale", "0042", NULL, NULL, NULL },
	{ "干旱", "drought", NULL, "08", "11B22", NULL },
	{ "强对流", "convection", NULL, NULL, NULL, "1031" },
	{ "森林火险", "forest-fire", NULL, "94", NULL, "1025" },
	{ "森林草原火险", "forest-grassland-fire", NULL, NULL, NULL, NULL },
	{ "草原火险", "grassland-fire", NULL, NULL, NULL, NULL },
	{ "寒冷", "cold", NULL, "91", NULL, NULL },
	{ "灰霾", "dry-haze", NULL, "92", NULL, NULL },
	{ "降温", "cooling", NULL, "95", NULL, NULL },
	{ "道路冰雪", "snowy-road", NULL, "96", NULL, NULL },
	{ "低温", "low-temperature", NULL, NULL, NULL, NULL },
	{ "持续低温", "lasting-low-temperature", NULL, NULL, NULL, NULL },
	{ "低温雨雪冰冻", "sleet-freeze", NULL, NULL, NULL, NULL },
	{ "冰冻", "freeze", NULL, NULL, NULL, NULL },
	{ "干热风", "dry-hot-wind", NULL, NULL, NULL, NULL },
	{ "龙卷风", "tornado", NULL, NULL, NULL, NULL },
	{ "龙卷", "tornado", NULL, NULL, NULL, NULL },
	{ "强降雨", "heavy-rain", NULL, NULL, NULL, NULL },
	{ "雷暴", "thunderstorm", NULL, NULL, NULL, NULL },
	{ "沙尘", "dust", NULL, NULL, NULL, NULL },
	{ "地质灾害气象风险", "geohazard-risk", NULL, NULL, NULL, NULL },
	{ "山洪灾害气象风险", "flash-flood-risk", NULL, NULL, NULL, NULL },
	{ "洪水", "flood", NULL, NULL, NULL, "1201" },
	{ "内涝", "waterlogging", NULL, NULL, NULL, NULL },
	{ "渍涝", "waterlogging", NULL, NULL, NULL, NULL },
	{ "风暴潮", "storm-surge", NULL, NULL, "11E02", NULL },
	{ "海浪", "sea-waves", NULL, NULL, "11E06", NULL },
	{ "海啸", "tsunami", NULL, NULL, NULL, NULL },
	{ "海上台风", "sea-typhoon", NULL, NULL, NULL, NULL },
	{ "海上大风", "sea-gale", NULL, NULL, NULL, NULL },
	{ "海上大雾", "sea-fog", NULL, NULL, NULL, NULL },
	{ "海上雷电", "sea-lightning", NULL, NULL, NULL, NULL },
	{ "海上雷雨大风", "sea-thunder-gale", NULL, NULL, NULL, NULL },
	{ "重污染", "air-pollution", NULL, NULL, NULL, NULL },
	{ "重污染天气", "air-pollution", NULL, NULL, NULL, NULL },
};

static const struct {
	const char *word;
	int level;
} colours[] = {
	{ "红", 1 }, { "红色", 1 }, { "red", 1 },
	{ "橙", 2 }, { "橙色", 2 }, { "orange", 2 },
	{ "黄", 3 }, { "黄色", 3 }, { "yellow", 3 },
	{ "蓝", 4 }, { "蓝色", 4 }, { "blue", 4 },
};
/* clang-format on */

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

const struct weather_kind *
weather_kind_named(const char *s, size_t len)
{
	const struct weather_kind *best = NULL;
	size_t longest = 0, n;

	for (size_t i = 0; i < KINDS; i++) {
		n = strlen(kinds[i].name);
		if (n <= longest || n > len ||
		    memcmp(s + len - n, kinds[i].name, n) != 0)
			continue;
		best = &kinds[i];
		longest = n;
	}
	return best;
}

const struct weather_kind *
weather_kind_coded(const char *code, size_t len, size_t column)
{
	for (size_t i = 0; i < KINDS; i++) {
		const char *const *own =
			(const char *const *)((const char *)&kinds[i] + column);

		if (*own && strlen(*own) == len && memcmp(*own, code, len) == 0)
			return &kinds[i];
	}
	return NULL;
}

int
weather_colour(const char *word)
{
	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
		if (strcasecmp(colours[i].word, word) == 0)
			return colours[i].level;
	return 0;
}
