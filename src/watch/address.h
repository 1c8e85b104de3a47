/*
 * Which network addresses a feed may lead us to.  A name is looked up by
 * whoever owns it, so the address that is really connected to is what counts:
 * a name that leads to this machine, to the office's network or to a cloud's
 * metadata (169.254.169.254) would make the worker a tool against them.
 *
 * Public is what IANA's special-purpose registries (RFC 6890 and since) call
 * globally reachable: no loopback, link-local, private, carrier's, multicast,
 * documentation or reserved range, no 0/8.  Of IPv6 only 2000::/3, without the
 * tunnels (Teredo, 6to4) and documentation; an IPv4 address mapped into IPv6
 * (::ffff:0:0/96) never.
 */
#ifndef WATCH_ADDRESS_H
#define WATCH_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/* False for every family but IPv4 and IPv6. */
bool address_public(const struct sockaddr *sa);

#endif
