#include "watch/notify.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"

struct notify {
	int fd;
	struct sockaddr_un to;
	socklen_t len;
};

struct notify *
notify_new(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct notify *n;
	size_t len = path ? strlen(path) : 0;

	if (len < 2 || len >= sizeof(n->to.sun_path) ||
	    (*path != '/' && *path != '@'))
		return NULL;
	n = mem_alloc(sizeof(*n));
	n->to.sun_family = AF_UNIX;
	memcpy(n->to.sun_path, path, len);
	if (*path == '@')
		n->to.sun_path[0] = '\0'; /* the abstract namespace */
	n->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	n->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (n->fd >= 0)
		return n;
	free(n);
	return NULL;
}

void
notify_free(struct notify *n)
{
	if (!n)
		return;
	close(n->fd);
	free(n);
}

void
notify_say(struct notify *n, const char *words)
{
	if (n)
		sendto(n->fd, words, strlen(words), MSG_NOSIGNAL,
		       (const struct sockaddr *)&n->to, n->len);
}
