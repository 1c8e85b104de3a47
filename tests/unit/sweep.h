/* A folder with nothing but files and folders of files in it, and it goes. */
#ifndef UNIT_SWEEP_H
#define UNIT_SWEEP_H

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

static void
sweep(const char *dir)
{
	char path[600];
	struct dirent *e;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (unlink(path))
			sweep(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

#endif
