#include "store/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/buf.h"

#define FOLDER_KEY "desk.key"
#define FOLDER_LOW_BYTES (2LL * 1024 * 1024 * 1024)
#define FOLDER_LOW_PERCENT 5
#define FOLDER_ENDING_BYTES (4LL * FOLDER_BALLAST)
#define FOLDER_ROOM (8ULL * FOLDER_BALLAST) /* free, or no ballast */

/* Locks cannot be relied on here (howtocorrupt 2.1), or nothing lasts. */
static const struct {
	unsigned long type;
	const char *name;
	bool for_drill;
} folder_unfit[] = {
	{ 0x6969, "NFS", false },      { 0xFF534D42, "CIFS", false },
	{ 0x517B, "SMB", false },      { 0xFE534D42, "SMB2", false },
	{ 0x01021997, "9p", false },   { 0x65735546, "FUSE", false },
	{ 0x00C36400, "Ceph", false }, { 0x5346414F, "AFS", false },
	{ 0x01021994, "tmpfs", true }, { 0x858458F6, "ramfs", true },
};

char *
folder_path(const char *dir, const char *name, struct err *err)
{
	struct buf out = BUF_INIT;
	char *real;

	real = realpath(dir, NULL);
	if (!real) {
		err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s",
		        dir, strerror(errno));
		return NULL;
	}
	buf_fmt(&out, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
	free(real);
	return buf_take(&out);
}

static int
folder_judge(const char *dir, bool drill, struct err *err)
{
	struct statfs fs;
	size_t i;

	if (statfs(dir, &fs))
		return err_set(err, ERR_IO, "%s: %s", dir, strerror(errno));
	for (i = 0; i < sizeof(folder_unfit) / sizeof(folder_unfit[0]); i++)
		if ((unsigned long)fs.f_type == folder_unfit[i].type &&
		    !(drill && folder_unfit[i].for_drill))
			return err_set(err, ERR_REFUSED,
			               "%s: a desk needs a local disk; this "
			               "is %s",
			               dir, folder_unfit[i].name);
	return 0;
}

int
folder_prepare(const char *dir, bool drill, struct err *err)
{
	struct stat st;

	if (mkdir(dir, 0750) == -1 && errno != EEXIST)
		return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
		               "%s: %s", dir, strerror(errno));
	if (stat(dir, &st) == -1)
		return err_set(err, ERR_IO, "%s: %s", dir, strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return err_set(err, ERR_INPUT, "%s: not a folder", dir);
	if ((st.st_mode & 027) && chmod(dir, st.st_mode & 0750) == -1)
		return err_set(err, ERR_IO, "%s: %s", dir, strerror(errno));
	return folder_judge(dir, drill, err);
}

long long
folder_wal_bytes(const char *dir)
{
	struct buf path = BUF_INIT;
	struct stat st;
	long long bytes = 0;

	buf_fmt(&path, "%s/desk.db-wal", dir);
	if (stat(path.s, &st) == 0)
		bytes = st.st_size;
	buf_release(&path);
	return bytes;
}

int
folder_touch(const char *dir, const char *name, unsigned mode, bool again,
             struct err *err)
{
	char *path = folder_path(dir, name, err);
	int fd, rc = 0;

	if (!path)
		return -1;
	fd = open(path,
	          O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
	                  (again ? 0 : O_EXCL),
	          mode);
	if (fd == -1 || fchmod(fd, mode) == -1)
		rc = err_set(err, errno == EEXIST ? ERR_REFUSED : ERR_IO,
		             "%s: %s", path, strerror(errno));
	if (fd != -1)
		close(fd);
	free(path);
	return rc;
}

static int
folder_write_key(const char *path, const unsigned char priv[SIGN_KEY_LEN],
                 struct err *err)
{
	int fd, rc = -1;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	          0400);
	if (fd != -1 && write(fd, priv, SIGN_KEY_LEN) == SIGN_KEY_LEN &&
	    fsync(fd) == 0)
		rc = 0;
	if (rc)
		err_set(err, errno == EEXIST ? ERR_REFUSED : ERR_IO, "%s: %s",
		        path, strerror(errno));
	if (fd != -1)
		close(fd);
	return rc;
}

int
folder_make_key(const char *dir, unsigned char pub[SIGN_KEY_LEN],
                struct err *err)
{
	unsigned char priv[SIGN_KEY_LEN];
	char *path = folder_path(dir, FOLDER_KEY, err);
	int rc = -1;

	if (path && sign_keypair(priv, pub, err) == 0) {
		/* One left over from an init that was interrupted. */
		unlink(path);
		rc = folder_write_key(path, priv, err);
	}
	explicit_bzero(priv, sizeof(priv));
	free(path);
	return rc;
}

int
folder_read_key(const char *dir, unsigned char priv[SIGN_KEY_LEN],
                struct err *err)
{
	struct buf bytes = BUF_INIT;
	char *path = folder_path(dir, FOLDER_KEY, err);
	int rc = -1;

	if (path && buf_read_file(&bytes, path, 4096, err) == 0) {
		if (bytes.len == SIGN_KEY_LEN) {
			memcpy(priv, bytes.s, SIGN_KEY_LEN);
			rc = 0;
		} else
			err_set(err, ERR_CORRUPT, "%s: %zu bytes, not %d", path,
			        bytes.len, SIGN_KEY_LEN);
	}
	if (bytes.len > 0)
		explicit_bzero(bytes.s, bytes.len);
	buf_release(&bytes);
	free(path);
	return rc;
}

enum folder_space
folder_space_of(long long left, long long whole)
{
	if (left < FOLDER_ENDING_BYTES)
		return FOLDER_ENDING;
	if (left < FOLDER_LOW_BYTES || left < whole / 100 * FOLDER_LOW_PERCENT)
		return FOLDER_LOW;
	return FOLDER_ENOUGH;
}

enum folder_space
folder_space(const char *dir, long long *left)
{
	struct statvfs fs;
	long long free_bytes = 0;
	enum folder_space space = FOLDER_ENOUGH;

	if (statvfs(dir, &fs) == 0) {
		free_bytes = (long long)fs.f_bavail * (long long)fs.f_frsize;
		space = folder_space_of(free_bytes,
		                        (long long)fs.f_blocks *
		                                (long long)fs.f_frsize);
	}
	if (left)
		*left = free_bytes;
	return space;
}

void
folder_make_ballast(const char *dir)
{
	struct err ignored = ERR_INIT;
	struct statvfs fs;
	char *path;
	int fd;

	if (statvfs(dir, &fs) == -1 ||
	    (unsigned long long)fs.f_bavail * fs.f_frsize < FOLDER_ROOM)
		return;
	path = folder_path(dir, "ballast", &ignored);
	if (!path)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd != -1) {
		if (fallocate(fd, 0, 0, FOLDER_BALLAST) == -1)
			unlink(path);
		close(fd);
	}
	free(path);
}

bool
folder_give_ballast(const char *dir)
{
	struct err ignored = ERR_INIT;
	char *path = folder_path(dir, "ballast", &ignored);
	bool given;

	given = path && unlink(path) == 0;
	free(path);
	return given;
}
