/*
 * A VFS in front of the system's: every write, sync and truncation of a file
 * is first shown to the program's hook, which lets it pass, fails it, or
 * ends the process.  The files stay the real VFS's own; only their table of
 * methods is another, so locks and shared memory are untouched.
 */
#ifndef FAULT_VFS_H
#define FAULT_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

enum vfs_op { VFS_WRITE, VFS_SYNC, VFS_TRUNCATE };

struct vfs_call {
	enum vfs_op op;
	bool wal;			/* desk.db-wal; else desk.db */
	const void *bytes;		/* of a write */
	int len;
	sqlite3_int64 off;		/* of a write; size of a truncation */
	sqlite3_file *file;
	const sqlite3_io_methods *real;
};

/* SQLITE_OK: go on with the real thing. */
typedef int vfs_hook_fn(const struct vfs_call *call);

static vfs_hook_fn *vfs_hook;
static sqlite3_vfs *vfs_real;
static const sqlite3_io_methods *vfs_methods;
/* Which of the two files a handle is: their tables of methods differ. */
static sqlite3_io_methods vfs_db_methods, vfs_wal_methods;

static inline struct vfs_call
vfs_call_of(enum vfs_op op, sqlite3_file *f)
{
	struct vfs_call call = { .op = op,
				 .wal = f->pMethods == &vfs_wal_methods,
				 .file = f,
				 .real = vfs_methods };

	return call;
}

static inline int
vfs_write(sqlite3_file *f, const void *p, int len, sqlite3_int64 off)
{
	struct vfs_call call = vfs_call_of(VFS_WRITE, f);
	int rc;

	call.bytes = p;
	call.len = len;
	call.off = off;
	rc = vfs_hook(&call);
	return rc ? rc : vfs_methods->xWrite(f, p, len, off);
}

static inline int
vfs_sync(sqlite3_file *f, int flags)
{
	struct vfs_call call = vfs_call_of(VFS_SYNC, f);
	int rc = vfs_hook(&call);

	return rc ? rc : vfs_methods->xSync(f, flags);
}

static inline int
vfs_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	struct vfs_call call = vfs_call_of(VFS_TRUNCATE, f);
	int rc;

	call.off = size;
	rc = vfs_hook(&call);
	return rc ? rc : vfs_methods->xTruncate(f, size);
}

static inline int
vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags,
	 int *out)
{
	sqlite3_io_methods *shim = &vfs_db_methods;
	int rc = vfs_real->xOpen(vfs_real, name, f, flags, out);

	(void)vfs;
	if (rc != SQLITE_OK ||
	    !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)))
		return rc;
	if (flags & SQLITE_OPEN_WAL)
		shim = &vfs_wal_methods;
	vfs_methods = f->pMethods;
	*shim = *vfs_methods;
	shim->xWrite = vfs_write;
	shim->xSync = vfs_sync;
	shim->xTruncate = vfs_truncate;
	f->pMethods = shim;
	return rc;
}

static inline void
vfs_register(vfs_hook_fn *hook)
{
	static sqlite3_vfs shim;

	vfs_hook = hook;
	vfs_real = sqlite3_vfs_find(NULL);
	shim = *vfs_real;
	shim.zName = "fault";
	shim.xOpen = vfs_open;
	shim.pNext = NULL;
	sqlite3_vfs_register(&shim, 1);
}

#endif
