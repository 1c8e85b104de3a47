/*
 * Verify's report as text and as JSON:
 *
 *   {"good": bool, "entries": n,
 *    "first_recorded": time or null, "last_recorded": time or null,
 *    "anchors": {"checked": n, "match": n, "last_outside": seq or null,
 *                "newer": entries after it},
 *    "clock": {"anomalies": n, "unsynchronised_ms": n},
 *    "late": n, "withheld": n,
 *    "views": "identical", "different" or "not checked",
 *    "faults_total": n,
 *    "faults": [{"seq": n or null, "what": code, "text": "..."}]}
 *
 * Times are RFC 3339 with +08:00.
 */
#include "store/verify.h"

#include <stdio.h>

#include "base/json.h"

static void
text_entries(struct buf *out, const struct verify_report *r)
{
	char first[CIVIL_TEXT], last[CIVIL_TEXT];
	int64_t i, broken = 0;

	for (i = 0; i < (int64_t)r->faults_count; i++)
		broken += r->faults[i].seq != 0;
	if (r->entries == 0) {
		buf_fmt(out, "journal   empty%s\n",
		        r->faults_total ? ", chain broken" : "");
		return;
	}
	buf_fmt(out, "journal   %lld entries, %s to %s, chain %s\n",
	        (long long)r->entries, civil_local(first, r->first_recorded),
	        civil_local(last, r->last_recorded),
	        broken ? "broken" : "intact");
}

static void
text_anchors(struct buf *out, const struct verify_report *r)
{
	buf_fmt(out, "anchors   %lld checked, %lld match; ",
	        (long long)r->anchors, (long long)r->anchors_match);
	if (r->last_outside_seq)
		buf_fmt(out, "last outside #%lld; %lld entries newer\n",
		        (long long)r->last_outside_seq,
		        (long long)(r->entries - r->last_outside_seq));
	else
		buf_fmt(out, "none held outside; %lld entries unanchored\n",
		        (long long)r->entries);
}

static const char *
views_word(const struct verify_report *r)
{
	if (!r->views_checked)
		return "not checked";
	return r->views_same ? "identical" : "different";
}

void
verify_text(struct buf *out, const struct verify_report *r)
{
	char span[CIVIL_TEXT];
	size_t i;

	text_entries(out, r);
	text_anchors(out, r);
	buf_fmt(out, "clock     %lld anomalies; unsynchronised %s in total\n",
	        (long long)r->anomalies,
	        civil_span(span, r->unsynchronised_ms));
	buf_fmt(out,
	        "late      %lld entries recorded > 10 min after they "
	        "happened\n",
	        (long long)r->late);
	if (r->withheld)
		buf_fmt(out, "withheld  %lld bodies, each by an entry\n",
		        (long long)r->withheld);
	buf_fmt(out, "views     %s\n", views_word(r));
	for (i = 0; i < r->faults_count; i++) {
		if (r->faults[i].seq)
			buf_fmt(out, "fault     #%lld %s: %s\n",
			        (long long)r->faults[i].seq, r->faults[i].what,
			        r->faults[i].text);
		else
			buf_fmt(out, "fault     %s: %s\n", r->faults[i].what,
			        r->faults[i].text);
	}
	if (r->faults_total > (int64_t)r->faults_count)
		buf_fmt(out, "fault     ... and %lld more\n",
		        (long long)(r->faults_total -
		                    (int64_t)r->faults_count));
}

static json_t *
json_seq(int64_t seq)
{
	return seq ? json_integer(seq) : json_null();
}

static json_t *
json_time(const struct verify_report *r, int64_t ms)
{
	char text[CIVIL_TEXT];

	if (r->entries == 0)
		return json_null();
	return json_string(civil_rfc3339(text, ms, CIVIL_SHANGHAI));
}

static json_t *
json_faults(const struct verify_report *r)
{
	json_t *list = json_array(), *one;
	size_t i;

	for (i = 0; i < r->faults_count; i++) {
		one = json_object();
		json_object_set_new(one, "seq", json_seq(r->faults[i].seq));
		json_object_set_new(one, "what",
		                    json_string(r->faults[i].what));
		json_object_set_new(one, "text",
		                    json_string(r->faults[i].text));
		json_array_append_new(list, one);
	}
	return list;
}

void
verify_json(struct buf *out, const struct verify_report *r)
{
	json_t *all = json_object(), *part = json_object();

	json_object_set_new(all, "good", json_boolean(r->faults_total == 0));
	json_object_set_new(all, "entries", json_integer(r->entries));
	json_object_set_new(all, "first_recorded",
	                    json_time(r, r->first_recorded));
	json_object_set_new(all, "last_recorded",
	                    json_time(r, r->last_recorded));
	json_object_set_new(part, "checked", json_integer(r->anchors));
	json_object_set_new(part, "match", json_integer(r->anchors_match));
	json_object_set_new(part, "last_outside",
	                    json_seq(r->last_outside_seq));
	json_object_set_new(part, "newer",
	                    json_integer(r->entries - r->last_outside_seq));
	json_object_set_new(all, "anchors", part);
	part = json_object();
	json_object_set_new(part, "anomalies", json_integer(r->anomalies));
	json_object_set_new(part, "unsynchronised_ms",
	                    json_integer(r->unsynchronised_ms));
	json_object_set_new(all, "clock", part);
	json_object_set_new(all, "late", json_integer(r->late));
	json_object_set_new(all, "withheld", json_integer(r->withheld));
	json_object_set_new(all, "views", json_string(views_word(r)));
	json_object_set_new(all, "faults_total", json_integer(r->faults_total));
	json_object_set_new(all, "faults", json_faults(r));
	json_write(out, all);
	json_decref(all);
}
