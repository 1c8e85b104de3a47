/*
 * How a warning looks as one row, and its parts in words: the same on every
 * screen that shows warnings.
 */
#ifndef SCREENS_WARNING_ROW_H
#define SCREENS_WARNING_ROW_H

#include <stdint.h>

#include "base/buf.h"
#include "desk/geo.h"
#include "desk/warning.h"
#include "screens/kit/canvas.h"

struct desk;

/* "‼" red, "!" orange, "·" yellow, " " blue, "?" to be judged: one cell. */
const char *warning_level_glyph(int level);
enum role warning_level_role(int level);
/* "未处置", "已立事件", "已解除" ...: at most nine cells. */
const char *warning_state_word(const struct warning *w);

/* Its note as words: "事件 2026-0012，第 317 号响应", "第 41 号叫应", the
 * reason as it was given. */
void warning_note_words(struct buf *out, const struct warning *w);

/* Who did what about it and when, or that nobody has: since it got worse. */
enum role warning_handling(struct buf *out, const struct warning *w);

/* The seat of the desk; NAN when its unit has no place. */
struct geo warning_seat(struct desk *d);
/* Where the warning is; NAN when it names no point. */
struct geo warning_point(const struct warning *w);
/* "23km 西北偏北", "本县", "上级待核" ...: for a list. */
void warning_near_short(struct buf *out, const struct warning *w,
			struct geo seat);
/* "在影响距离内，距本局 23 km，西北偏北". */
void warning_near_words(struct buf *out, const struct warning *w,
			struct geo seat);
/* "距县城 东北 37 公里  震级 4.5  深度 10 千米"; nothing when none is known. */
void warning_where(struct buf *out, const struct warning *w, struct geo seat);
/* "刚刚", "12分前", "3时前", "5天前". */
#define WARNING_AGE 32
const char *warning_age(char out[WARNING_AGE], int64_t at_ms, int64_t now_ms);

void warning_row_heads(const struct region *r);
void warning_row_draw(const struct warning *w, const struct region *r,
		      struct geo seat, int64_t now_ms);

#endif
