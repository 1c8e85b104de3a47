#include "doc/opc.h"

#include <string.h>

#include "base/tr.h"

static const struct xml_namespace namespaces[] = {
	{ "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w" },
	{ "http://purl.oclc.org/ooxml/wordprocessingml/main", "w" },
	{ "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "s" },
	{ "http://purl.oclc.org/ooxml/spreadsheetml/main", "s" },
	{ "http://schemas.openxmlformats.org/officeDocument/2006/"
	  "relationships",
	  "r" },
	{ "http://purl.oclc.org/ooxml/officeDocument/relationships", "r" },
	{ "http://schemas.openxmlformats.org/package/2006/relationships",
	  "pr" },
	{ "http://schemas.openxmlformats.org/markup-compatibility/2006", "mc" },
	{ "http://schemas.openxmlformats.org/officeDocument/2006/math", "m" },
	{ "http://purl.oclc.org/ooxml/officeDocument/math", "m" },
	{ "http://schemas.openxmlformats.org/drawingml/2006/main", "a" },
	{ "http://purl.oclc.org/ooxml/drawingml/main", "a" },
	{ "urn:schemas-microsoft-com:vml", "v" },
	{ NULL, NULL },
};

int
opc_walk(struct zip *z, const char *part, const struct xml_handler *handler,
         void *arg, struct err *err)
{
	struct buf xml = BUF_INIT;
	int rc;

	if (!zip_has(z, part))
		return err_set(err, ERR_INPUT, tr("文件里没有 %s"), part);
	rc = zip_read(z, part, &xml, err);
	if (!rc)
		rc = xml_walk(part, xml.s, xml.len, namespaces, handler, arg,
		              err);
	buf_release(&xml);
	return rc;
}

struct search {
	const char *id, *kind;
	struct buf *target;
};

static int
search_start(void *arg, const char *name, const char *const *attrs)
{
	struct search *s = arg;
	const char *id, *type, *target, *word, *mode;

	if (strcmp(name, "pr:Relationship") != 0 || s->target->len > 0)
		return 0;
	mode = xml_attr(attrs, "TargetMode");
	if (mode && strcmp(mode, "External") == 0)
		return 0;
	id = xml_attr(attrs, "Id");
	type = xml_attr(attrs, "Type");
	target = xml_attr(attrs, "Target");
	if (!id || !type || !target)
		return 0;
	word = strrchr(type, '/');
	if (s->id ? strcmp(id, s->id) == 0
	          : word && strcmp(word + 1, s->kind) == 0)
		buf_str(s->target, target);
	return 0;
}

static const struct xml_handler search_handler = { .start = search_start };

/* The length of the folder of a part, its slash included. */
static size_t
folder_len(const char *part, size_t len)
{
	while (len > 0 && part[len - 1] != '/')
		len--;
	return len;
}

/* A target is relative to the folder of its part, or begins with a slash. */
static void
resolve(struct buf *path, const char *part, const char *target)
{
	if (*target == '/')
		target++;
	else
		buf_add(path, part, folder_len(part, strlen(part)));
	while (strncmp(target, "../", 3) == 0 ||
	       strncmp(target, "./", 2) == 0) {
		if (target[1] == '.' && path->len > 0)
			buf_cut(path, folder_len(path->s, path->len - 1));
		target += target[1] == '.' ? 3 : 2;
	}
	buf_str(path, target);
}

int
opc_target(struct zip *z, const char *part, const char *id, const char *kind,
           struct buf *path, struct err *err)
{
	size_t folder = folder_len(part, strlen(part));
	struct buf rels = BUF_INIT, target = BUF_INIT;
	struct search s = { id, kind, &target };
	int rc = 0;

	buf_clear(path);
	buf_add(&rels, part, folder);
	buf_fmt(&rels, "_rels/%s.rels", part + folder);
	if (zip_has(z, rels.s))
		rc = opc_walk(z, rels.s, &search_handler, &s, err);
	if (!rc && target.len > 0)
		resolve(path, part, target.s);
	buf_release(&rels);
	buf_release(&target);
	return rc;
}
