#include "desk/spool_bad.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/civil.h"

static bool
is_bad(const char *name)
{
	size_t len = strlen(name), end = strlen(SPOOL_BAD);

	return *name != '.' && len > end &&
	       strcmp(name + len - end, SPOOL_BAD) == 0;
}

/* Was it last written before? */
static bool
is_older(int fd, const char *name, int64_t before_ms)
{
	struct stat st;

	return fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       st.st_mtim.tv_sec * CIVIL_SECOND < before_ms;
}

/* How many; and those written before are removed. */
static int
walk(const char *dir, int64_t before_ms)
{
	struct buf path = BUF_INIT;
	struct dirent *e;
	int count = 0;
	DIR *all;

	buf_fmt(&path, "%s/" SPOOL_FOLDER, dir);
	all = opendir(path.s);
	while (all && (e = readdir(all))) {
		if (!is_bad(e->d_name))
			continue;
		if (is_older(dirfd(all), e->d_name, before_ms))
			unlinkat(dirfd(all), e->d_name, 0);
		else
			count++;
	}
	if (all)
		closedir(all);
	buf_release(&path);
	return count;
}

int
spool_bad_count(const char *dir)
{
	return walk(dir, INT64_MIN);
}

void
spool_bad_prune(const char *dir, int64_t now_ms)
{
	walk(dir, now_ms - SPOOL_BAD_DAYS * CIVIL_DAY);
}
