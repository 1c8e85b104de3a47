/*
 * cap: one alert of CAP 1.1 or 1.2, alone or in the content of Atom entries
 * (feeds/cap_alert.h).  An entry without an alert fails: an index that only
 * links is cap_atom's.  XMLDSig's Signature is not looked at.
 */
#include <string.h>

#include "base/tr.h"
#include "feeds/cap_alert.h"
#include "feeds/cap_parts.h"
#include "feeds/readers.h"

static int
entry_rows(const struct elem *entry, const char *name, struct feed_answer *out,
           struct err *err)
{
	const struct elem *content = elem_child(entry, "atom:content");
	const struct elem *alert =
		content ? elem_child(content, "cap:alert") : NULL;

	if (!alert)
		return feed_fail(name, err, tr("缺少“%s”"), "alert");
	return cap_rows(alert, name, out, err);
}

static int
root_rows(const struct elem *root, const char *name, struct feed_answer *out,
          struct err *err)
{
	const struct elem *entry;

	if (strcmp(root->name, "cap:alert") == 0)
		return cap_rows(root, name, out, err);
	if (strcmp(root->name, "atom:entry") == 0)
		return entry_rows(root, name, out, err);
	if (strcmp(root->name, "atom:feed") != 0)
		return feed_fail(name, err, tr("不是 CAP 预警"));
	for (entry = elem_child(root, "atom:entry"); entry;
	     entry = elem_again(entry))
		if (entry_rows(entry, name, out, err))
			return -1;
	return 0;
}

FEED_READER(cap)
{
	static const struct xml_namespace namespaces[] = {
		CAP_NAMESPACES,
		{ "http://www.w3.org/2005/Atom", "atom" },
		{ NULL, NULL },
	};
	struct elem *root = elem_xml(name_, bytes, len, namespaces, err);
	int rc;

	if (!root)
		return -1;
	rc = root_rows(root, name_, out, err);
	elem_free(root);
	return rc;
}
