/* The server of tests/server, for tests that link with the worker. */
#ifndef UNIT_SERVER_KIT_H
#define UNIT_SERVER_KIT_H

#include "cm.h"

#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct server_kit {
	pid_t pid;
	int http, https, smtp;		/* ports */
};

enum { SERVER_KIT_ARGS = 8 };

/* The one that was built beside this test; args end with NULL.  0 or -1. */
static inline int
server_kit_start(struct server_kit *s, char *const *args)
{
	char exe[PATH_MAX], path[PATH_MAX + 40], *end;
	char *argv[SERVER_KIT_ARGS + 2] = { path };
	posix_spawn_file_actions_t a;
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	int out[2], rc;
	FILE *ports;

	if (n < 0 || pipe(out))
		return -1;
	for (int i = 0; i < SERVER_KIT_ARGS && args[i]; i++)
		argv[i + 1] = args[i];
	exe[n] = '\0';
	end = strstr(exe, "/unit/");
	snprintf(path, sizeof(path), "%.*s/tests/server/server",
	         end ? (int)(end - exe) : 0, exe);
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_adddup2(&a, out[1], 1);
	posix_spawn_file_actions_addclose(&a, out[0]);
	rc = posix_spawn(&s->pid, path, &a, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&a);
	close(out[1]);
	ports = fdopen(out[0], "r");
	if (!rc &&
	    fscanf(ports, "%d %d %d", &s->http, &s->https, &s->smtp) != 3)
		rc = -1;
	fclose(ports);
	return rc;
}

static inline void
server_kit_stop(struct server_kit *s)
{
	kill(s->pid, SIGTERM);
	waitpid(s->pid, NULL, 0);
}

#endif
