#include "watch/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"

#define NAME_BYTES                                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

/* Which state of which file was read; all 0: there was none. */
struct stamp {
	struct timespec written, changed;
	ino_t inode;
	off_t size;
};

struct keys {
	struct stamp stamp;
	char *text; /* the file; names and values lie in it */
	size_t text_len;
	const char **names, **values; /* values end with NULL */
	size_t count;
};

void
keys_free(struct keys *k)
{
	if (!k)
		return;
	explicit_bzero(k->text, k->text_len);
	free(k->text);
	free(k->names);
	free(k->values);
	free(k);
}

const char *
keys_find(const struct keys *k, const char *name, size_t len)
{
	for (size_t i = 0; i < k->count; i++)
		if (strlen(k->names[i]) == len &&
		    memcmp(k->names[i], name, len) == 0)
			return k->values[i];
	return NULL;
}

const char *const *
keys_values(const struct keys *k)
{
	return k->values;
}

static struct stamp
stamp_of(const struct stat *st)
{
	return (struct stamp){ st->st_mtim, st->st_ctim, st->st_ino,
		               st->st_size };
}

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool
same_stamp(const struct stamp *a, const struct stamp *b)
{
	return same_time(&a->written, &b->written) &&
	       same_time(&a->changed, &b->changed) && a->inode == b->inode &&
	       a->size == b->size;
}

/* Whose file it is and who can read it, asked of the open descriptor. */
static int
check_file(struct keys *k, int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st))
		return err_set(err, ERR_IO, "%s: %s", path,
		               strerrordesc_np(errno));
	k->stamp = stamp_of(&st);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_REFUSED, tr("%s 不是普通文件，不读"),
		               path);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_set(err, ERR_REFUSED,
		               tr("%s 属于别的用户，不读；改为本用户所有"),
		               path);
	if (st.st_mode & 077)
		return err_set(err, ERR_REFUSED,
		               tr("%s 别人也能读（%o），不读；请 chmod 600"),
		               path, (unsigned)(st.st_mode & 07777));
	if (st.st_size > KEYS_BYTES_MAX)
		return err_set(err, ERR_INPUT, tr("%s 超过 %d KB"), path,
		               KEYS_BYTES_MAX >> 10);
	return 0;
}

static int
read_all(struct keys *k, int fd, const char *path, struct err *err)
{
	ssize_t n;

	for (;;) {
		n = read(fd, k->text + k->text_len,
		         KEYS_BYTES_MAX + 1 - k->text_len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_set(err, ERR_IO, "%s: %s", path,
			               strerrordesc_np(errno));
		if (n == 0)
			break;
		k->text_len += (size_t)n;
	}
	if (k->text_len > KEYS_BYTES_MAX)
		return err_set(err, ERR_INPUT, tr("%s 超过 %d KB"), path,
		               KEYS_BYTES_MAX >> 10);
	if (!utf8_valid(k->text, k->text_len))
		return err_set(err, ERR_INPUT, tr("%s 不是 UTF-8 文本"), path);
	return 0;
}

static char *
trim(char *s)
{
	size_t len;

	s += strspn(s, " \t");
	len = strlen(s);
	while (len && strchr(" \t\r", s[len - 1]))
		s[--len] = '\0';
	return s;
}

static bool
has_controls(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return true;
	return false;
}

/* What is wrong with "name = value", NULL when it is well. */
static const char *
add_line(struct keys *k, char *line)
{
	char *eq = strchr(line, '='), *name, *value;

	if (!eq)
		return tr("应为“名称 = 值”");
	*eq = '\0';
	name = trim(line);
	value = trim(eq + 1);
	if (!*name || strlen(name) > KEYS_NAME_MAX ||
	    name[strspn(name, NAME_BYTES)])
		return tr("名称只能用字母、数字、_ - .，不超过 40 个");
	if (!*value)
		return tr("值是空的");
	if (strlen(value) > KEYS_VALUE_MAX || has_controls(value))
		return tr("值过长或含控制字符");
	if (keys_find(k, name, strlen(name)))
		return tr("名称重复");
	if (k->count == KEYS_COUNT_MAX)
		return tr("密钥过多");
	k->names[k->count] = name;
	k->values[k->count++] = value;
	return NULL;
}

static int
parse(struct keys *k, const char *path, struct err *err)
{
	char *at = k->text, *end, *line;
	const char *wrong;
	int n = 0;

	k->names = mem_array(NULL, KEYS_COUNT_MAX, sizeof(*k->names));
	k->values = mem_array(NULL, KEYS_COUNT_MAX + 1, sizeof(*k->values));
	for (; *at; at = end) {
		n++;
		end = at + strcspn(at, "\n");
		if (*end)
			*end++ = '\0';
		line = trim(at);
		if (!*line || *line == '#')
			continue;
		wrong = add_line(k, line);
		if (wrong)
			return err_set(err, ERR_INPUT, tr("%s 第 %d 行：%s"),
			               path, n, wrong);
	}
	k->values[k->count] = NULL;
	return 0;
}

int
keys_load(struct keys **out, const char *path, struct err *err)
{
	struct keys *k = mem_alloc(sizeof(*k));
	int fd, rc = 0;

	/* Never moved: a copy left behind would not be wiped. */
	k->text = mem_alloc(KEYS_BYTES_MAX + 2);
	/* Not to be held up by a pipe in the file's place. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1 && errno == ELOOP)
		rc = err_set(err, ERR_REFUSED, tr("%s 是符号链接，不读"), path);
	else if (fd == -1 && errno != ENOENT)
		rc = err_set(err, ERR_IO, "%s: %s", path,
		             strerrordesc_np(errno));
	if (fd >= 0) {
		rc = check_file(k, fd, path, err);
		if (!rc)
			rc = read_all(k, fd, path, err);
		close(fd);
	}
	if (!rc)
		rc = parse(k, path, err);
	if (rc) {
		keys_free(k);
		return -1;
	}
	*out = k;
	return 0;
}

int
keys_refresh(struct keys *k, const char *path, bool *fresh, struct err *err)
{
	struct stamp now = { .inode = 0 };
	struct keys *again, old;
	struct stat st;

	*fresh = false;
	if (lstat(path, &st) == 0)
		now = stamp_of(&st);
	if (same_stamp(&now, &k->stamp))
		return 0;
	if (keys_load(&again, path, err)) {
		k->stamp = now;
		return -1;
	}
	old = *k;
	*k = *again;
	*again = old;
	keys_free(again);
	*fresh = true;
	return 0;
}
