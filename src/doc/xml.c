#include "doc/xml.h"

#include <expat.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/tr.h"

#define SEPARATOR '|'
#define NAME_MAX_BYTES 64

static const struct {
	const char *uri, *prefix;
} namespaces[] = {
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
};

struct walk {
	XML_Parser parser;
	const char *part;
	const struct xml_handler *handler;
	void *arg;
	int depth;
	struct err *err;
};

/* expat's "uri|local" as "prefix:local"; "" for what we do not know. */
static const char *
xml_name(char out[NAME_MAX_BYTES], const char *name)
{
	const char *local = strrchr(name, SEPARATOR), *prefix = NULL;
	size_t i, uri_len;
	int n;

	if (!local)
		return name;
	uri_len = (size_t)(local - name);
	for (i = 0; i < sizeof(namespaces) / sizeof(*namespaces); i++)
		if (strlen(namespaces[i].uri) == uri_len &&
		    memcmp(namespaces[i].uri, name, uri_len) == 0)
			prefix = namespaces[i].prefix;
	if (!prefix)
		return "";
	n = snprintf(out, NAME_MAX_BYTES, "%s:%s", prefix, local + 1);
	return n < NAME_MAX_BYTES ? out : "";
}

const char *
xml_attr(const char *const *attrs, const char *name)
{
	char buf[NAME_MAX_BYTES];

	for (; *attrs; attrs += 2)
		if (strcmp(xml_name(buf, attrs[0]), name) == 0)
			return attrs[1];
	return NULL;
}

static void
walk_stop(struct walk *w)
{
	XML_StopParser(w->parser, XML_FALSE);
}

static void XMLCALL
walk_start(void *arg, const XML_Char *name, const XML_Char **attrs)
{
	struct walk *w = arg;
	char buf[NAME_MAX_BYTES];

	if (++w->depth > XML_DEPTH_MAX) {
		err_set(w->err, ERR_INPUT, tr("%s：嵌套超过 %d 层"), w->part,
		        XML_DEPTH_MAX);
		walk_stop(w);
		return;
	}
	if (w->handler->start(w->arg, xml_name(buf, name),
	                      (const char *const *)attrs))
		walk_stop(w);
}

static void XMLCALL
walk_end(void *arg, const XML_Char *name)
{
	struct walk *w = arg;
	char buf[NAME_MAX_BYTES];

	w->depth--;
	if (w->handler->end && w->handler->end(w->arg, xml_name(buf, name)))
		walk_stop(w);
}

static void XMLCALL
walk_text(void *arg, const XML_Char *s, int len)
{
	struct walk *w = arg;

	if (w->handler->text && w->handler->text(w->arg, s, (size_t)len))
		walk_stop(w);
}

static void XMLCALL
walk_doctype(void *arg, const XML_Char *name, const XML_Char *sysid,
             const XML_Char *pubid, int has_internal_subset)
{
	struct walk *w = arg;

	(void)name;
	(void)sysid;
	(void)pubid;
	(void)has_internal_subset;
	err_set(w->err, ERR_INPUT, tr("%s：含有 DOCTYPE，未予读取"), w->part);
	walk_stop(w);
}

int
xml_walk(const char *part, const void *bytes, size_t len,
         const struct xml_handler *handler, void *arg, struct err *err)
{
	struct walk w = {
		.part = part, .handler = handler, .arg = arg, .err = err
	};
	bool whole = false;

	w.parser = XML_ParserCreateNS(NULL, SEPARATOR);
	XML_SetUserData(w.parser, &w);
	XML_SetElementHandler(w.parser, walk_start, walk_end);
	XML_SetCharacterDataHandler(w.parser, walk_text);
	XML_SetStartDoctypeDeclHandler(w.parser, walk_doctype);
	if (len <= INT_MAX)
		whole = XML_Parse(w.parser, bytes, (int)len, 1) ==
		        XML_STATUS_OK;
	/* What a handler said when it stopped comes first. */
	if (!whole)
		err_set(err, ERR_INPUT, tr("%s 第 %lu 行：%s"), part,
		        XML_GetCurrentLineNumber(w.parser),
		        XML_ErrorString(XML_GetErrorCode(w.parser)));
	XML_ParserFree(w.parser);
	return whole ? 0 : -1;
}
