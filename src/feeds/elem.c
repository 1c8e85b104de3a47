#include "feeds/elem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"

struct builder {
	const char *name;
	struct elem *root, *at; /* at: what is open */
	struct buf text;        /* since the last tag */
	size_t count;
	struct err *err;
};

static struct elem *
elem_new(struct elem *parent, const char *name)
{
	struct elem *n = mem_alloc(sizeof(*n));

	n->name = mem_str(name);
	n->parent = parent;
	if (!parent)
		return n;
	if (parent->last)
		parent->last->next = n;
	else
		parent->first = n;
	parent->last = n;
	return n;
}

/* The text between two tags: of the open element, or behind its last child. */
static void
settle(struct builder *b)
{
	static const char blanks[] = " \t\r\n";
	char *s = b->text.s;
	size_t len;
	char **to;

	s += strspn(s, blanks);
	len = strlen(s);
	while (len > 0 && strchr(blanks, s[len - 1]))
		len--;
	if (len > 0 && b->at) {
		to = b->at->last ? &b->at->last->tail : &b->at->text;
		*to = mem_strn(s, len);
	}
	buf_clear(&b->text);
}

static char **
copy_attrs(const char *const *attrs)
{
	char **copy;
	size_t n = 0;

	while (attrs[n])
		n++;
	if (n == 0)
		return NULL;
	copy = mem_array(NULL, n + 1, sizeof(*copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = mem_str(attrs[i]);
	copy[n] = NULL;
	return copy;
}

static int
build_start(void *arg, const char *name, const char *const *attrs)
{
	struct builder *b = arg;

	settle(b);
	if (b->count++ == ELEM_MAX)
		return err_set(b->err, ERR_INPUT, tr("%s：超过 %d 个元素"),
		               b->name, ELEM_MAX);
	b->at = elem_new(b->at, name);
	if (!b->root)
		b->root = b->at;
	b->at->attrs = copy_attrs(attrs);
	return 0;
}

static int
build_end(void *arg, const char *name)
{
	struct builder *b = arg;

	(void)name;
	settle(b);
	b->at = b->at->parent;
	return 0;
}

static int
build_text(void *arg, const char *s, size_t len)
{
	struct builder *b = arg;

	return buf_add(&b->text, s, len);
}

struct elem *
elem_xml(const char *name, const char *bytes, size_t len,
         const struct xml_namespace *namespaces, struct err *err)
{
	static const struct xml_handler handler = { build_start, build_end,
		                                    build_text };
	struct builder b = { .name = name, .text = BUF_INIT, .err = err };

	if (xml_walk(name, bytes, len, namespaces, &handler, &b, err)) {
		elem_free(b.root);
		b.root = NULL;
	}
	buf_release(&b.text);
	return b.root;
}

/* A value as children of `parent`; false when there are too many. */
static bool
json_into(struct elem *parent, const char *prefix, const char *name,
          const json_t *v, size_t *left)
{
	struct buf text = BUF_INIT;
	struct elem *n;
	const char *key;
	json_t *item;
	bool ok = true;
	size_t i;

	if (json_is_array(v)) {
		json_array_foreach(v, i, item) ok =
			ok && json_into(parent, prefix, name, item, left);
		return ok;
	}
	if (json_is_null(v))
		return true;
	if ((*left)-- == 0)
		return false;
	n = elem_new(parent, name);
	if (json_is_object(v)) {
		json_object_foreach((json_t *)v, key, item)
		{
			buf_clear(&text);
			buf_fmt(&text, "%s:%s", prefix, key);
			ok = ok && json_into(n, prefix, text.s, item, left);
		}
	} else if (json_is_string(v)) {
		buf_str(&text, json_string_value(v));
	} else {
		json_write(&text, v);
	}
	if (!json_is_object(v) && text.len > 0)
		n->text = buf_take(&text);
	buf_release(&text);
	return ok;
}

struct elem *
elem_json(const json_t *object, const char *prefix, const char *root,
          const char *name, struct err *err)
{
	struct elem top = { .name = NULL };
	size_t left = ELEM_MAX;

	if (!json_into(&top, prefix, root, object, &left)) {
		elem_free(top.first);
		err_set(err, ERR_INPUT, tr("%s：超过 %d 个元素"), name,
		        ELEM_MAX);
		return NULL;
	}
	top.first->parent = NULL;
	return top.first;
}

static void
elem_release(struct elem *n)
{
	free(n->name);
	free(n->text);
	free(n->tail);
	for (size_t i = 0; n->attrs && n->attrs[i]; i++)
		free(n->attrs[i]);
	free(n->attrs);
	free(n);
}

/* As deep as XML_DEPTH_MAX or JSON_DEPTH. */
void
elem_free(struct elem *root)
{
	struct elem *next;

	if (!root)
		return;
	for (struct elem *n = root->first; n; n = next) {
		next = n->next;
		elem_free(n);
	}
	elem_release(root);
}

static struct elem *
named(struct elem *n, const char *name)
{
	while (n && strcmp(n->name, name) != 0)
		n = n->next;
	return n;
}

struct elem *
elem_child(const struct elem *n, const char *name)
{
	return named(n->first, name);
}

struct elem *
elem_again(const struct elem *n)
{
	return named(n->next, n->name);
}

const char *
elem_text(const struct elem *n, const char *name)
{
	const struct elem *child = elem_child(n, name);

	return child ? child->text : NULL;
}

const char *
elem_attr(const struct elem *n, const char *name)
{
	return n->attrs ? xml_attr((const char *const *)n->attrs, name) : NULL;
}
