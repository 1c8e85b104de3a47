#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"

#define BLOCK 65536

void
path_expand(struct buf *out, const char *typed)
{
	const char *home = getenv("HOME");
	size_t len;

	typed += strspn(typed, " \t");
	if (home && typed[0] == '~' && (typed[1] == '/' || !typed[1])) {
		buf_str(out, home);
		typed++;
	}
	for (len = strlen(typed); len && strchr(" \t", typed[len - 1]);)
		len--;
	buf_add(out, typed, len);
}

const char *
path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* ---- reading ---- */

static int
read_refused(int error, struct err *err)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return err_set(err, ERR_NOT_FOUND, tr("没有这个文件"));
	case ELOOP:
		return err_set(err, ERR_INPUT, tr("是符号链接，未予读取"));
	case EACCES:
		return err_set(err, ERR_INPUT, tr("没有读它的权限"));
	default:
		return err_set(err, ERR_INPUT, "%s", strerrordesc_np(error));
	}
}

static int
read_open(const char *path, size_t max, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK |
	                            O_NOCTTY);
	struct stat st;

	if (fd == -1)
		return read_refused(errno, err);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		err_set(err, ERR_INPUT, tr("不是普通文件"));
	else if ((size_t)st.st_size > max)
		err_set(err, ERR_INPUT, tr("文件超过 %d MB"), (int)(max >> 20));
	else
		return fd;
	close(fd);
	return -1;
}

/* A file may grow while it is read: the buffer has the maximum. */
int
path_read(struct buf *out, const char *path, struct err *err)
{
	int fd = read_open(path, out->max, err), rc = -1;
	size_t start = out->len;
	char block[BLOCK];
	ssize_t n = 1;

	if (fd == -1)
		return -1;
	while (n > 0) {
		n = read(fd, block, sizeof(block));
		if (n > 0 && buf_add(out, block, (size_t)n)) {
			err_set(err, ERR_INPUT, tr("文件超过 %d MB"),
			        (int)(out->max >> 20));
			goto out;
		}
	}
	rc = n == 0 ? 0 : err_set(err, ERR_IO, "%s", strerrordesc_np(errno));
out:
	if (rc)
		buf_cut(out, start);
	close(fd);
	return rc;
}

/* ---- writing ---- */

bool
path_taken(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static int
write_failed(const char *path, struct err *err)
{
	return err_set(err, ERR_IO, "%s: %s", path, strerrordesc_np(errno));
}

static int
write_bytes(int fd, const char *p, size_t len)
{
	ssize_t n = 0;

	while (len > 0 && (n = write(fd, p, len)) > 0) {
		p += n;
		len -= (size_t)n;
	}
	return len > 0 || fsync(fd) ? -1 : 0;
}

/* Not every file system knows how to rename without replacing. */
static int
rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL || link(from, to))
		return -1;
	unlink(from);
	return 0;
}

static int
write_refused(const char *path, bool replace, struct err *err)
{
	struct stat st;

	if (lstat(path, &st))
		return 0;
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_INPUT, tr("%s：不是普通文件"), path);
	if (!replace)
		return err_set(err, ERR_REFUSED, tr("%s 已经有了"), path);
	return 0;
}

int
path_write(const char *path, const void *bytes, size_t len, bool replace,
           struct err *err)
{
	struct buf tmp = BUF_INIT;
	int fd, rc = -1;

	if (write_refused(path, replace, err))
		return -1;
	buf_fmt(&tmp, "%s.XXXXXX", path);
	fd = mkostemp(tmp.s, O_CLOEXEC);
	if (fd == -1) {
		write_failed(path, err);
		goto out;
	}
	if (write_bytes(fd, bytes, len))
		write_failed(path, err);
	else if (replace ? rename(tmp.s, path) : rename_new(tmp.s, path))
		write_failed(path, err);
	else
		rc = 0;
	close(fd);
	if (rc)
		unlink(tmp.s);
out:
	buf_release(&tmp);
	return rc;
}

/* ---- completing ---- */

struct matches {
	char **names; /* a folder's with its "/" */
	size_t count, cap;
};

static void
matches_release(struct matches *m)
{
	for (size_t i = 0; i < m->count; i++)
		free(m->names[i]);
	free(m->names);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Can it be typed, and shown on one line as it is? */
static bool
name_plain(const char *name)
{
	for (const char *p = name; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return utf8_valid(name, strlen(name));
}

static void
matches_take(struct matches *m, int folder, const char *name)
{
	struct buf text = BUF_INIT;
	struct stat st;

	if (fstatat(folder, name, &st, 0) ||
	    !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
		return;
	buf_fmt(&text, "%s%s", name, S_ISDIR(st.st_mode) ? "/" : "");
	m->names = mem_grow(m->names, m->count, &m->cap, sizeof(*m->names));
	m->names[m->count++] = buf_take(&text);
}

static void
matches_find(struct matches *m, const char *folder, const char *begins)
{
	size_t len = strlen(begins);
	DIR *dir = opendir(folder);
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (strncmp(e->d_name, begins, len) == 0 &&
		    (e->d_name[0] != '.' || begins[0] == '.') &&
		    strcmp(e->d_name, ".") && strcmp(e->d_name, "..") &&
		    name_plain(e->d_name))
			matches_take(m, dirfd(dir), e->d_name);
	if (dir)
		closedir(dir);
	if (m->count)
		qsort(m->names, m->count, sizeof(*m->names), by_name);
}

/* The typed text up to its last "/", as a folder's path; "." when none. */
static void
folder_of(struct buf *out, const char *typed, size_t len)
{
	struct buf text = BUF_INIT;

	buf_add(&text, typed, len);
	path_expand(out, len ? text.s : ".");
	buf_release(&text);
}

bool
path_complete(struct buf *out, const char *typed, size_t i)
{
	struct matches m = { NULL, 0, 0 };
	struct buf folder = BUF_INIT, only = BUF_INIT;
	const char *name;
	size_t last;
	bool found;

	typed += strspn(typed, " \t");
	if (strcmp(typed, "~") == 0)
		typed = "~/";
	name = path_name(typed);
	folder_of(&folder, typed, (size_t)(name - typed));
	matches_find(&m, folder.s, name);
	buf_clear(out);
	found = i < m.count;
	if (found)
		buf_fmt(out, "%.*s%s", (int)(name - typed), typed, m.names[i]);
	if (!found && m.count == 1) {
		last = strlen(m.names[0]) - 1;
		buf_fmt(&only, "%.*s%s", (int)(name - typed), typed,
		        m.names[0]);
		found = m.names[0][last] == '/' &&
		        path_complete(out, only.s, i - 1);
	}
	matches_release(&m);
	buf_release(&folder);
	buf_release(&only);
	return found;
}
