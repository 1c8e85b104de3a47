/*
 * doctor: look at the installation and the data, say in one line each what is
 * wrong and how to mend it.  Nothing is changed.
 */
#include "cli/cli.h"

#include <errno.h>
#include <langinfo.h>
#include <linux/magic.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/tr.h"
#include "cli/doctor.h"
#include "desk/desk.h"
#include "store/folder.h"
#include "store/verify.h"

void
doctor_fault(struct patient *p, const char *what, const char *mend)
{
	buf_fmt(p->out, "✗ %s\n    %s\n", what, mend);
	p->faults++;
}

void
doctor_good(struct patient *p, const char *what)
{
	buf_fmt(p->out, "✓ %s\n", what);
}

void
doctor_note(struct patient *p, const char *what, const char *mend)
{
	buf_fmt(p->out, "· %s\n    %s\n", what, mend);
}

static void
check_locale(struct patient *p)
{
	const char *codeset;

	setlocale(LC_CTYPE, "");
	codeset = nl_langinfo(CODESET);
	if (strcmp(codeset, "UTF-8") == 0)
		doctor_good(p, tr("字符集是 UTF-8"));
	else if (setlocale(LC_CTYPE, "C.UTF-8"))
		doctor_good(p, tr("LANG 不是 UTF-8，值守台改用 C.UTF-8"));
	else
		doctor_fault(p, tr("系统没有 C.UTF-8"),
		             tr("安装 libc-bin（Debian 自带 C.UTF-8）"));
	setlocale(LC_CTYPE, "C");
}

static void
check_terminal(struct patient *p)
{
	const char *term = getenv("TERM");

	if (!term || !*term || strcmp(term, "dumb") == 0)
		doctor_fault(p, tr("TERM 没有设置，值守台不能画屏"),
		             tr("用 ssh -t 登录，或设 TERM=xterm-256color"));
	else if (strcmp(term, "linux") == 0)
		doctor_fault(p, tr("TERM=linux：这种控制台显示不了汉字"),
		             tr("改用 SSH 客户端；直接使用时界面以英文启动"));
	else
		doctor_good(p, tr("终端类型可用"));
}

static void
check_clock(struct patient *p)
{
	struct clock_reading now;

	clock_read(&clock_system, &now);
	if (now.flags & CLOCK_UNSYNC)
		doctor_fault(p, tr("时钟未同步"),
		             tr("装好并启动 systemd-timesyncd 或 chrony；"
		                "未同步时照常使用，日志里会标明"));
	else
		doctor_good(p, tr("时钟已同步"));
}

/* File systems on which SQLite's locks or flushes cannot be trusted. */
static const struct unfit {
	long magic;
	const char *name;
} unfit[] = {
	{ NFS_SUPER_MAGIC, "NFS" }, { 0xFF534D42, "CIFS" },
	{ 0xFE534D42, "SMB2" },     { V9FS_MAGIC, "9p" },
	{ 0x65735546, "FUSE" },
};

static void
check_disk(struct patient *p)
{
	struct statfs fs;

	if (statfs(p->dir, &fs)) {
		doctor_fault(p, tr("看不到数据目录所在的盘"),
		             tr("检查数据目录的路径和权限"));
		return;
	}
	for (size_t i = 0; i < sizeof(unfit) / sizeof(*unfit); i++)
		if ((long)fs.f_type == unfit[i].magic) {
			doctor_fault(p, tr("数据目录在网络或用户态文件系统上"),
			             tr("把值班席搬到本机磁盘"));
			return;
		}
	if (folder_space(p->dir, NULL) != FOLDER_ENOUGH)
		doctor_fault(p, tr("磁盘剩余不足 2 GB 或 5%"),
		             tr("清理磁盘；日志一条也不会自动删除"));
	else
		doctor_good(p, tr("磁盘空间足够"));
}

static void
check_mode(struct patient *p, const char *file, mode_t allowed)
{
	struct buf path = BUF_INIT, what = BUF_INIT, mend = BUF_INIT;
	struct stat st;

	buf_fmt(&path, "%s/%s", p->dir, file);
	if (stat(path.s, &st)) {
		buf_fmt(&what, tr("缺文件 %s"), path.s);
		doctor_fault(p, what.s, tr("从备份恢复整个数据目录"));
	} else if (st.st_mode & 07777 & ~allowed) {
		buf_fmt(&what, tr("%s 的权限过宽（%o）"), path.s,
		        (unsigned)(st.st_mode & 07777));
		buf_fmt(&mend, "chmod %o %s", (unsigned)allowed, path.s);
		doctor_fault(p, what.s, mend.s);
	}
	buf_release(&path);
	buf_release(&what);
	buf_release(&mend);
}

static void
check_desk(struct patient *p)
{
	struct verify_report report = { 0 };
	struct err err = ERR_INIT;

	check_mode(p, "desk.db", 0640);
	check_mode(p, "desk.gate", 0640);
	check_mode(p, "desk.key", 0400);
	if (verify_desk(p->dir, &desk_kinds, NULL, true, &report, &err))
		doctor_fault(p, err.text, tr("停止写入，从备份恢复后再核验"));
	else if (report.faults_count)
		doctor_fault(p, report.faults[0].text,
		             tr("运行 zhiban verify 看全部；视图不符可 zhiban "
		                "rebuild"));
	else
		doctor_good(p, tr("日志、锚点和视图核验一致"));
	verify_report_release(&report);
}

int
cli_doctor(struct cli *cli)
{
	struct buf dir = BUF_INIT, out = BUF_INIT, db = BUF_INIT;
	struct patient p = { .out = &out };
	struct err err = ERR_INIT;
	int status;

	if (cli_data_dir(cli, &dir, &err)) {
		status = cli_fail(cli, &err);
		goto out;
	}
	p.dir = dir.s;
	buf_fmt(&db, "%s/desk.db", dir.s);
	check_locale(&p);
	check_terminal(&p);
	check_clock(&p);
	if (access(db.s, F_OK)) {
		doctor_fault(&p, tr("这里还没有值班席"),
		             tr("运行 zhiban init，或用 --data 指出数据目录"));
	} else {
		check_disk(&p);
		check_desk(&p);
		doctor_watch(cli, &p);
	}
	status = cli_out(cli, &out, p.faults ? EXIT_WANTING : EXIT_DONE);
out:
	buf_release(&db);
	buf_release(&out);
	buf_release(&dir);
	return status;
}
