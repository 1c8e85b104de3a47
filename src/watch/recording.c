#include "watch/recording.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "feeds/feed.h"

/* ---- names ---- */

/* The digits at *at, at most max; -1: there are none, or more. */
static int
number(const char **at, int max)
{
	int v = 0;

	if (**at < '0' || **at > '9')
		return -1;
	while (**at >= '0' && **at <= '9') {
		v = v * 10 + (*(*at)++ - '0');
		if (v > max)
			return -1;
	}
	return v;
}

bool
recording_name(struct recording_file *out, const char *name)
{
	int page;

	out->minutes = 0;
	out->page = 1;
	if (*name++ != '+')
		return true;
	out->minutes = number(&name, RECORDING_MINUTES_MAX);
	if (out->minutes < 0 || *name++ != 'm' || !strchr("-.", *name))
		return false;
	if (*name++ != '-')
		return true;
	/* "-2nd" are words. */
	page = number(&name, RECORDING_PAGE_MAX);
	if (page > 0 && (*name == '.' || !*name))
		out->page = page;
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
by_offset(const void *a, const void *b)
{
	const struct recording_file *x = a, *y = b;

	if (x->minutes != y->minutes)
		return x->minutes < y->minutes ? -1 : 1;
	if (x->page != y->page)
		return x->page < y->page ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* ---- folders ---- */

void
recording_names_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

static bool
is_of_type(DIR *dir, const char *name, mode_t type)
{
	struct stat st;

	return *name != '.' && fstatat(dirfd(dir), name, &st, 0) == 0 &&
	       (st.st_mode & S_IFMT) == type;
}

/* The names of that type, sorted. */
static int
list(const char *path, mode_t type, char ***names, size_t *count,
     struct err *err)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	size_t cap = 0;

	*names = NULL;
	*count = 0;
	if (!dir)
		return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
		               "%s: %s", path, strerrordesc_np(errno));
	while (*count < RECORDING_FILES_MAX && (e = readdir(dir))) {
		if (!is_of_type(dir, e->d_name, type))
			continue;
		*names = mem_grow(*names, *count, &cap, sizeof(char *));
		(*names)[(*count)++] = mem_str(e->d_name);
	}
	closedir(dir);
	if (*count)
		qsort(*names, *count, sizeof(char *), by_name);
	return 0;
}

int
recording_feeds(const char *dir, char ***names, size_t *count, struct err *err)
{
	return list(dir, S_IFDIR, names, count, err);
}

void
recording_files_free(struct recording_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(files[i].name);
	free(files);
}

int
recording_files(const char *folder, struct recording_file **files,
                size_t *count, struct err *err)
{
	struct recording_file *rows;
	char **names;
	size_t n;
	int rc = 0;

	if (list(folder, S_IFREG, &names, &n, err))
		return -1;
	rows = mem_array(NULL, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++) {
		rows[i].name = names[i];
		if (!rc && !recording_name(&rows[i], names[i]))
			rc = err_set(err, ERR_INPUT,
			             tr("%s/%s：文件名应以 +分钟m 开头，如 "
			                "+05m.json"),
			             folder, names[i]);
	}
	free(names);
	if (!rc && !n)
		rc = err_set(err, ERR_INPUT, tr("%s：没有答复文件"), folder);
	if (rc) {
		recording_files_free(rows, n);
		return -1;
	}
	qsort(rows, n, sizeof(*rows), by_offset);
	*files = rows;
	*count = n;
	return 0;
}

int
recording_read(struct buf *out, const char *folder, const char *name,
               struct err *err)
{
	struct buf path = BUF_INIT;
	int rc;

	buf_fmt(&path, "%s/%s", folder, name);
	rc = buf_read_file(out, path.s, FEED_BYTES_MAX, err);
	buf_release(&path);
	return rc;
}

/* ---- which, and when ---- */

const struct recording_file *
recording_choose(const struct recording_file *files, size_t count,
                 int64_t elapsed_ms, int page)
{
	const struct recording_file *first = NULL;

	for (size_t i = 0; i < count; i++)
		if (files[i].page == 1 &&
		    (!first || files[i].minutes * CIVIL_MINUTE <= elapsed_ms))
			first = &files[i];
	for (size_t i = 0; first && page > 1 && i < count; i++)
		if (files[i].minutes == first->minutes && files[i].page == page)
			return &files[i];
	return first;
}

int64_t
recording_shift(int64_t moment_ms, int64_t now_ms)
{
	int64_t ms;

	if (moment_ms == FEED_NO_TIME)
		return 0;
	ms = now_ms - moment_ms;
	return ms / CIVIL_MINUTE - (ms % CIVIL_MINUTE < 0);
}
