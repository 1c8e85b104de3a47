/*
 * The roster (通讯录) as tables: what offices keep in spreadsheets, read with a
 * preview and written back the same.
 *
 * Four tables, told apart by their header line; header names in Chinese or
 * English, any order, unknown ones refused:
 *   units     单位 unit, 简称 short, 类别 kind, 上级 parent, 乡镇 town,
 *             地址 place, 纬度 lat, 经度 lon, 监管部门 regulators, 电话1..8
 *             phone1..8 (the label in full-width brackets behind the number:
 *             "0358-0000001（值班）"), 许可证
 *             licence, 能力 capacity, 危险源 hazards, 机构代码 party (what the
 *             judge calls it), 核实日期 confirmed, 备注 note
 *   contacts  姓名 name, 拼音 spelling, 单位 unit, 职务 title, 顺序 order, 副职
 *             deputy, 电话1..8 phone1..8, 核实日期 confirmed, 备注 note; one
 *             row a post, the further rows of a person repeat name and phone1
 *   stock     单位 unit, 物资 item, 数量 quantity, 计量 measure, 就绪 ready,
 *             保管人 keeper
 *   groups    名单 group, 成员 member, 备注 note; one row a member
 * Exported with CRLF, in the order of names, UTF-8; a table exported, read on
 * an empty desk and exported again is the same bytes.  A cell that begins with
 * = + - @ is written as it is.
 *
 * Reading has two halves.  roster_preview() reads the whole file and says row
 * by row what would be done; nothing is written.  roster_apply() does what the
 * preview said, in one transaction: all or nothing.
 */
#ifndef DESK_ROSTER_H
#define DESK_ROSTER_H

#include "desk/desk.h"

enum roster_table { ROSTER_UNITS, ROSTER_CONTACTS, ROSTER_STOCK,
		    ROSTER_GROUPS, ROSTER_TABLES };
const char *roster_table_code(enum roster_table t);	/* "units" */
int roster_table_find(const char *code);

enum roster_act { ROSTER_ADD, ROSTER_CHANGE, ROSTER_LEAVE, ROSTER_REFUSE };

struct roster_row {
	size_t line;			/* of the file, 1 first */
	enum roster_act act;
	char *name;			/* whom it is about */
	char *why;	/* what changes ("电话1：…→…"), or what is wrong */
};

#define ROSTER_FILE_MAX (64u << 20)	/* bytes of a file we read */

struct roster_preview;

/*
 * bytes: CSV in any encoding of base/encoding.h, or .xlsx (its first sheet).
 * name is the file's, for errors.  -1: no table at all (no known header, a
 * file cut short ...).  Bad rows are rows of the preview (ROSTER_REFUSE).
 */
int roster_preview(struct desk *d, const void *bytes, size_t len,
		   const char *name, struct roster_preview **out,
		   struct err *err);
enum roster_table roster_preview_table(const struct roster_preview *p);
const char *roster_preview_encoding(const struct roster_preview *p);
const struct roster_row *roster_preview_rows(const struct roster_preview *p,
					     size_t *count);
void roster_preview_counts(const struct roster_preview *p,
			   size_t counts[4]);	/* by enum roster_act */
void roster_preview_free(struct roster_preview *p);

/* Has the roster changed since?  Then roster_apply() would refuse. */
bool roster_preview_old(const struct roster_preview *p);

/*
 * With refused rows nothing is written (ERR_REFUSED) unless good_only.  Units
 * that contacts name and nobody knows are refused rows.  ERR_CONFLICT: the
 * roster changed since the preview was made.  *written: records.
 */
int roster_apply(struct desk *d, struct roster_preview *p, bool good_only,
		 size_t *written, struct err *err);

int roster_export(struct desk *d, enum roster_table t, struct buf *out,
		  struct err *err);
/* Only the lines of these units, contacts or lists; ids NULL: of all. */
int roster_export_some(struct desk *d, enum roster_table t,
		       const int64_t *ids, size_t count, struct buf *out,
		       struct err *err);

/* vCard 3.0 (RFC 2426) of these contacts, UTF-8, lines folded at 75 octets
 * between characters. */
int roster_vcard(struct desk *d, const int64_t *contacts, size_t count,
		 struct buf *out, struct err *err);

#endif
