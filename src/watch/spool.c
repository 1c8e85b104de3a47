#include "watch/spool.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/json.h"
#include "desk/body.h"
#include "desk/notice.h"
#include "desk/spool_bad.h"
#include "watch/signature.h"

static bool
is_answer(const char *name)
{
	size_t len = strlen(name), end = strlen(SPOOL_END);

	return *name != '.' && len > end &&
	       strcmp(name + len - end, SPOOL_END) == 0;
}

static void
secrets_of(const struct keys *keys, struct signature_secrets *out)
{
	static const char *const names[] = { "callback", "callback.old" };

	out->count = 0;
	for (size_t i = 0; keys && i < 2; i++) {
		const char *value = keys_find(keys, names[i], strlen(names[i]));

		if (value)
			out->text[out->count++] = value;
	}
}

/* Ours, fresh when it came, and of a notice of this desk. */
static int
answer_take(struct desk *d, const struct keys *keys, const json_t *file,
            int64_t came_s, struct err *err)
{
	static const char *const members[] = { "notice", "by", "words", NULL };
	const struct jpath at = { .key = "spool" };
	struct signature_secrets secrets;
	struct signature_message m;
	const char *signature, *body, *by, *words = NULL;
	int64_t notice;
	json_t *o;
	int rc;

	if (json_need_string(file, "id", &m.id, &at, err) ||
	    json_need_string(file, "timestamp", &m.timestamp, &at, err) ||
	    json_need_string(file, "signature", &signature, &at, err) ||
	    json_need_string(file, "body", &body, &at, err))
		return -1;
	m.body = body;
	m.len = strlen(body);
	secrets_of(keys, &secrets);
	if (signature_verify(&secrets, &m, signature, came_s, err))
		return -1;
	o = json_parse(body, m.len, "spool", err);
	rc = !o || json_only(o, members, &at, err) ||
	     json_need_int(o, "notice", 1, INT64_MAX, &notice, &at, err) ||
	     json_need_string(o, "by", &by, &at, err) ||
	     json_get_string(o, "words", &words, &at, err);
	if (!rc)
		rc = notice_answer(d, notice, by, words, true, NULL, err);
	json_decref(o);
	return rc;
}

/* 0 an answer, 1 a bad one, -1 the desk cannot take it now. */
static int
file_take(struct desk *d, const struct keys *keys, const char *path,
          struct err *err)
{
	struct buf text = BUF_INIT;
	struct stat st;
	json_t *file = NULL;
	int rc = -1;

	if (lstat(path, &st) || !S_ISREG(st.st_mode)) {
		err_set(err, ERR_INPUT, "spool: not a plain file");
		return 1;
	}
	if (!buf_read_file(&text, path, SPOOL_BYTES_MAX, err))
		file = json_parse(text.s, text.len, "spool", err);
	if (file)
		rc = answer_take(d, keys, file, st.st_mtim.tv_sec, err);
	json_decref(file);
	buf_release(&text);
	if (!rc)
		return 0;
	return err->code == ERR_BUSY || err->code == ERR_FULL ||
	                       err->code == ERR_IO
	               ? -1
	               : 1;
}

static void
set_aside(const char *path)
{
	struct buf bad = BUF_INIT;

	buf_fmt(&bad, "%s.bad", path);
	rename(path, bad.s);
	buf_release(&bad);
}

int
spool_read(struct desk *d, const struct keys *keys, spool_said_fn *said,
           struct spool_read *out, struct err *err)
{
	struct buf path = BUF_INIT;
	struct dirent *e;
	size_t len, seen = 0;
	DIR *all;
	int rc;

	memset(out, 0, sizeof(*out));
	buf_fmt(&path, "%s/" SPOOL_FOLDER, desk_dir(d));
	all = opendir(path.s);
	if (!all) {
		rc = errno == ENOENT ? 0
		                     : err_set(err, ERR_IO, "%s: %s", path.s,
		                               strerror(errno));
		buf_release(&path);
		return rc;
	}
	len = path.len;
	while (seen < SPOOL_AT_ONCE && (e = readdir(all))) {
		if (!is_answer(e->d_name))
			continue;
		struct err why = ERR_INIT;

		seen++;
		buf_cut(&path, len);
		buf_fmt(&path, "/%s", e->d_name);
		rc = file_take(d, keys, path.s, &why);
		if (rc == 0) {
			unlink(path.s);
		} else if (rc > 0) {
			set_aside(path.s);
			said(e->d_name, why.text);
		}
		out->answers += rc == 0;
		out->bad += rc > 0;
	}
	closedir(all);
	buf_release(&path);
	return 0;
}
