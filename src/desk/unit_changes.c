/* What the entries about a unit changed, in words. */
#include "desk/unit.h"

#include "base/tr.h"
#include "desk/body.h"
#include "desk/record.h"

static void
kind_words(struct desk *d, struct buf *out, const json_t *value)
{
	int kind = unit_kind_find(json_string_value(value));

	(void)d;
	if (kind >= 0)
		buf_str(out, tr(unit_kind_label((enum unit_kind)kind)));
}

static void
stock_words(struct desk *d, struct buf *out, const json_t *value)
{
	const char *measure;
	json_t *row;
	size_t i;

	(void)d;
	json_array_foreach((json_t *)value, i, row)
	{
		measure = body_get_text(row, "measure");
		buf_fmt(out, "%s%s %lld%s%s%s", i ? tr("、") : "",
		        body_get_text(row, "item"),
		        (long long)body_get_int(row, "quantity", 0),
		        measure ? " " : "", measure ? measure : "",
		        json_is_false(json_object_get(row, "ready"))
		                ? tr("（未就绪）")
		                : "");
	}
}

int
unit_changes(struct desk *d, int64_t id, struct change **rows, size_t *count,
             struct err *err)
{
	static const struct record_member members[] = {
		{ "name", N_("名称"), record_text, false },
		{ "short", N_("简称"), record_text, false },
		{ "kind", N_("类别"), kind_words, false },
		{ "parent", N_("上级"), record_unit, false },
		{ "town", N_("乡镇"), record_unit, false },
		{ "place", N_("地址"), record_text, false },
		{ "lat", N_("纬度"), record_text, false },
		{ "lon", N_("经度"), record_text, false },
		{ "regulators", N_("监管部门"), record_unit, true },
		{ "phones", N_("电话"), record_phones, false },
		{ "licence", N_("许可证"), record_text, false },
		{ "capacity", N_("能力"), record_text, false },
		{ "hazards", N_("危险源"), record_text, false },
		{ "stock", N_("物资"), stock_words, false },
		{ "note", N_("备注"), record_text, false },
		{ NULL, NULL, NULL, false },
	};

	return record_changes(d, "unit", id, members, rows, count, err);
}
