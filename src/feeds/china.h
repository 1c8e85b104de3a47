/*
 * China in the channels of the WMO (cn-cma-xx): RSS, SWIC's list and CAP.
 *
 * Messages have the id that the lists in Chinese give them too,
 * AAAAAA41600000_YYYYMMDDhhmmss: the district (GB/T 2260), the department
 * (41600000 is meteorology; others may be shorter), the time of filing.  The
 * condition is theirs as well, "511527/rainstorm".
 *
 * Titles and events come in English: "Junlian County Meteorological
 * Observatory lifts orange warning for rainstorm [Level II/Serious]", "Flash
 * flood events".
 */
#ifndef FEEDS_CHINA_H
#define FEEDS_CHINA_H

#include "feeds/feed.h"

/* Is it an id of that form? */
bool china_id(const char *id);

/*
 * Set sender, change, level, severity and kind by a title of that form.  By
 * any other nothing is changed: false.
 */
bool china_title(struct feed_warning *w, const char *title);

/* By an id of that form: the row's kind in Chinese, the condition; and the
 * district to the adcodes where there is none, as it may be the office's. */
void china_finish(struct feed_warning *w, const char *id);

#endif
