/*
 * VTEC of the US National Weather Service (NWS Directive 10-1703):
 * "/O.CON.KMKX.BH.S.0022.000000T0000Z-260923T0000Z/" is class, action, office,
 * phenomenon, significance, event number, begin and end.
 */
#ifndef FEEDS_VTEC_H
#define FEEDS_VTEC_H

#include <stdbool.h>

#define VTEC_KEY 15

/*
 * "KMKX.BH.S.0022", what stays the same from the first message of an event to
 * the last; *over when the action ends it (CAN, EXP, UPG).  False: no VTEC.
 */
bool vtec_read(char key[VTEC_KEY], bool *over, const char *s);

#endif
