#include "base/xml.h"

#include <expat.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "base/mem.h"
#include "base/tr.h"

#define SEPARATOR '|'
#define NAME_MAX_BYTES 64
#define DECLARATION_MAX 256 /* bytes looked through */

struct walk {
	XML_Parser parser;
	const char *part;
	const struct xml_namespace *namespaces;
	const struct xml_handler *handler;
	void *arg;
	int depth;
	const char **attrs; /* as they are told */
	size_t attrs_cap;
	struct buf names; /* theirs, each with its NUL */
	struct err *err;
};

/* expat's "uri|local" as "prefix:local"; "" for what the table lacks. */
static const char *
xml_name(const struct walk *w, char out[NAME_MAX_BYTES], const char *name)
{
	const struct xml_namespace *ns;
	const char *local = strrchr(name, SEPARATOR);
	size_t uri_len;
	int n;

	if (!local)
		return name;
	uri_len = (size_t)(local - name);
	for (ns = w->namespaces; ns && ns->uri; ns++)
		if (strlen(ns->uri) == uri_len &&
		    memcmp(ns->uri, name, uri_len) == 0)
			break;
	if (!ns || !ns->uri)
		return "";
	n = snprintf(out, NAME_MAX_BYTES, "%s:%s", ns->prefix, local + 1);
	return n < NAME_MAX_BYTES ? out : "";
}

const char *
xml_attr(const char *const *attrs, const char *name)
{
	for (; *attrs; attrs += 2)
		if (strcmp(attrs[0], name) == 0)
			return attrs[1];
	return NULL;
}

/* The attributes under the names of the table, until the next element. */
static const char *const *
walk_attrs(struct walk *w, const XML_Char **attrs)
{
	char buf[NAME_MAX_BYTES];
	const char *at;
	size_t n = 0;

	buf_clear(&w->names);
	for (; attrs[n]; n += 2) {
		const char *name = xml_name(w, buf, attrs[n]);

		buf_add(&w->names, name, strlen(name) + 1);
	}
	if (n + 1 > w->attrs_cap) {
		w->attrs_cap = n + 1;
		w->attrs = mem_array(w->attrs, w->attrs_cap, sizeof(*w->attrs));
	}
	at = w->names.s;
	for (size_t i = 0; i < n; i += 2) {
		w->attrs[i] = at;
		w->attrs[i + 1] = attrs[i + 1];
		at += strlen(at) + 1;
	}
	w->attrs[n] = NULL;
	return w->attrs;
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
	if (w->handler->start(w->arg, xml_name(w, buf, name),
	                      walk_attrs(w, attrs)))
		walk_stop(w);
}

static void XMLCALL
walk_end(void *arg, const XML_Char *name)
{
	struct walk *w = arg;
	char buf[NAME_MAX_BYTES];

	w->depth--;
	if (w->handler->end && w->handler->end(w->arg, xml_name(w, buf, name)))
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

/* ---- the encoding ---- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * The encoding that `<?xml version="1.0" encoding="GBK"?>` names, "" without
 * one.  False: it is no name (XML 1.0, 4.3.3) that could be shown.
 */
static bool
declared(char name[NAME_MAX_BYTES], const char *s, size_t len)
{
	static const char word[] = "encoding";
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	char head[DECLARATION_MAX + 1], *at, *end;
	size_t n;

	*name = '\0';
	n = len < DECLARATION_MAX ? len : DECLARATION_MAX;
	memcpy(head, s, n);
	head[n] = '\0';
	end = strstr(head, "?>");
	if (strncmp(head, "<?xml", 5) != 0 || !is_blank(head[5]) || !end)
		return true;
	*end = '\0';
	at = strstr(head, word);
	if (!at || !is_blank(at[-1]))
		return true;
	at += sizeof(word) - 1;
	at += strspn(at, " \t\r\n=");
	n = *at ? strspn(at + 1, letters) : 0;
	if ((*at != '"' && *at != '\'') || n == 0 || n >= NAME_MAX_BYTES ||
	    at[n + 1] != *at)
		return false;
	memcpy(name, at + 1, n);
	name[n] = '\0';
	return true;
}

static bool
is_expats(const char *name)
{
	return !strcasecmp(name, "ISO-8859-1") || !strcasecmp(name, "US-ASCII");
}

/* From GB18030, when it is not UTF-8 all the same. */
static int
convert(const char *part, const char *name, const char *bytes, size_t len,
        struct buf *utf8, struct err *err)
{
	struct encoding_found found;
	bool sure;

	if (encoding_detect(bytes, len, &sure) == ENCODING_UTF8 && sure)
		return 0;
	if (encoding_to_utf8(bytes, len, ENCODING_GB18030, utf8, &found, err)) {
		err_prefix(err, "%s", part);
		return -1;
	}
	if (found.replaced)
		return err_set(err, ERR_INPUT,
		               tr("%s：声明的编码是 %s，内容不是"), part, name);
	return 0;
}

/*
 * What expat is to be told of the encoding (NULL: it sees for itself); when
 * utf8 is not empty, it is to be parsed instead of the bytes.
 */
static int
decode(const char *part, const char *bytes, size_t len, struct buf *utf8,
       const char **told, struct err *err)
{
	char name[NAME_MAX_BYTES];

	*told = NULL;
	if (!declared(name, bytes, len))
		return err_set(err, ERR_INPUT, tr("%s：声明的编码看不懂"),
		               part);
	if (!*name || is_expats(name))
		return 0;
	*told = "UTF-8";
	switch (encoding_parse(name, strlen(name))) {
	case ENCODING_ANY:
		return err_set(err, ERR_INPUT, tr("%s：不认识的编码 %s"), part,
		               name);
	case ENCODING_GB18030:
		return convert(part, name, bytes, len, utf8, err);
	default:
		return 0;
	}
}

/* ---- the document ---- */

static bool
parse(struct walk *w, const char *bytes, size_t len, const char *encoding)
{
	bool whole = false;

	w->parser = XML_ParserCreateNS(encoding, SEPARATOR);
	XML_SetUserData(w->parser, w);
	XML_SetElementHandler(w->parser, walk_start, walk_end);
	XML_SetCharacterDataHandler(w->parser, walk_text);
	XML_SetStartDoctypeDeclHandler(w->parser, walk_doctype);
	if (len <= INT_MAX)
		whole = XML_Parse(w->parser, bytes, (int)len, 1) ==
		        XML_STATUS_OK;
	/* What a handler said when it stopped comes first. */
	if (!whole)
		err_set(w->err, ERR_INPUT, tr("%s 第 %lu 行：%s"), w->part,
		        XML_GetCurrentLineNumber(w->parser),
		        XML_ErrorString(XML_GetErrorCode(w->parser)));
	XML_ParserFree(w->parser);
	return whole;
}

int
xml_walk(const char *part, const void *bytes, size_t len,
         const struct xml_namespace *namespaces,
         const struct xml_handler *handler, void *arg, struct err *err)
{
	struct walk w = {
		.part = part,
		.namespaces = namespaces,
		.handler = handler,
		.arg = arg,
		.names = BUF_INIT,
		.err = err,
	};
	struct buf utf8 = BUF_INIT;
	const char *encoding;
	int rc = decode(part, bytes, len, &utf8, &encoding, err);

	if (!rc && !parse(&w, utf8.len ? utf8.s : bytes,
	                  utf8.len ? utf8.len : len, encoding))
		rc = -1;
	free(w.attrs);
	buf_release(&w.names);
	buf_release(&utf8);
	return rc;
}
