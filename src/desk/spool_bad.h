/*
 * Answers of a gate that were not taken: DATA/spool/NAME.json.bad, set aside by
 * the watch (watch/spool.h), which says in its log why.  They stay for a person
 * to look at, who removes them, and go by themselves after SPOOL_BAD_DAYS.
 */
#ifndef DESK_SPOOL_BAD_H
#define DESK_SPOOL_BAD_H

#include <stdint.h>

enum { SPOOL_BAD_DAYS = 90 };
#define SPOOL_FOLDER "spool"
#define SPOOL_END ".json"
#define SPOOL_BAD SPOOL_END ".bad"

/* How many there are; no folder is none. */
int spool_bad_count(const char *dir);
/* Remove those last written more than so many days before now_ms. */
void spool_bad_prune(const char *dir, int64_t now_ms);

#endif
