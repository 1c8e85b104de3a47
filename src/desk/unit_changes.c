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
units_words(struct desk *d, struct buf *out, const json_t *value)
{
	json_t *id;
	size_t i;

	json_array_foreach((json_t *)value, i, id)
	{
		if (i)
			buf_str(out, tr("、"));
		record_unit(d, out, id);
	}
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
		{ "name", N_("名称"), record_text },
		{ "short", N_("简称"), record_text },
		{ "kind", N_("类别"), kind_words },
		{ "parent", N_("上级"), record_unit },
		{ "town", N_("乡镇"), record_unit },
		{ "place", N_("地址"), record_text },
		{ "lat", N_("纬度"), record_text },
		{ "lon", N_("经度"), record_text },
		{ "regulators", N_("监管部门"), units_words },
		{ "phones", N_("电话"), record_phones },
		{ "licence", N_("许可证"), record_text },
		{ "capacity", N_("能力"), record_text },
		{ "hazards", N_("危险源"), record_text },
		{ "stock", N_("物资"), stock_words },
		{ "note", N_("备注"), record_text },
		{ NULL, NULL, NULL },
	};

	return record_changes(d, "unit", id, members, rows, count, err);
}
