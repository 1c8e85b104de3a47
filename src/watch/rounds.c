#include "watch/rounds.h"

static void
fail(struct rounds *r, size_t i, rounds_tell_fn *tell, const struct err *why,
     struct err *err)
{
	r->failing[i] = true;
	if (tell && r->done >= r->tell[i]) {
		r->tell[i] = r->done + ROUNDS_TOLD;
		tell(r->parts[i].name, why);
	}
	if (!err->code ||
	    (why->code == ERR_CORRUPT && err->code != ERR_CORRUPT))
		*err = *why;
}

int
rounds_run(struct rounds *r, void *arg, rounds_tell_fn *tell, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct rounds_part *part = &r->parts[i];
		struct err why = ERR_INIT;

		if (r->done % part->every == 0) {
			if (part->run(arg, &why))
				fail(r, i, tell, &why, err);
			else
				r->failing[i] = false;
		}
		if (r->failing[i])
			rc = -1;
	}
	r->done++;
	return rc;
}
