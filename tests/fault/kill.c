/*
 * kill ROUNDS: four writers are killed with SIGKILL at a random moment, in
 * one round of four one of them first; then every acknowledged entry must be
 * there once, with at most one more a writer, and verify finds nothing.  The
 * last round rebuilds the views, which must change nothing.
 *
 * The moment is a random number of acknowledgements, not a time.
 */
#include "tests/fault/fault_kit.h"

#define KILLED 4

struct ack {
	int writer;
	int64_t n;
};

static void
write_on(const char *dir, int writer, int64_t n, int out)
{
	char name[2] = { (char)('a' + writer), '\0' };
	struct ack ack = { .writer = writer };
	struct journal *j = fault_open(dir);
	struct err err = ERR_INIT;

	for (;;) {
		must(fault_append(j, name, ++n, 1, NULL, &err), &err);
		ack.n = n;
		if (write(out, &ack, sizeof(ack)) != (ssize_t)sizeof(ack))
			_exit(1);
	}
}

static void
take_acks(int fd, int most, int64_t acked[KILLED])
{
	struct ack ack;

	while (most-- > 0 && read(fd, &ack, sizeof(ack)) == sizeof(ack))
		acked[ack.writer] = ack.n;
}

static void
one_round(const char *dir, int64_t acked[KILLED])
{
	struct seen there = fault_read(dir);
	pid_t pids[KILLED];
	int acks[2], i;

	if (pipe(acks))
		die("pipe");
	for (i = 0; i < KILLED; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			close(acks[0]);
			write_on(dir, i, there.last[i], acks[1]);
		}
	}
	close(acks[1]);
	take_acks(acks[0], rand() % 60, acked);
	if (rand() % 4 == 0) {
		kill(pids[0], SIGKILL);
		take_acks(acks[0], rand() % 20, acked);
	}
	for (i = 0; i < KILLED; i++)
		kill(pids[i], SIGKILL);
	for (i = 0; i < KILLED; i++)
		waitpid(pids[i], NULL, 0);
	take_acks(acks[0], INT32_MAX, acked); /* what was still in the pipe */
	close(acks[0]);
}

int
main(int argc, char **argv)
{
	int64_t acked[KILLED] = { 0 }, total = 0, more = 0, entries;
	struct err err = ERR_INIT;
	struct seen s;
	char dir[64];
	int round, rounds, i;

	if (argc != 2)
		return 2;
	rounds = (int)strtol(argv[1], NULL, 10);
	fault_desk(dir);
	srand(20261123);
	for (round = 1; round <= rounds; round++) {
		one_round(dir, acked);
		s = fault_read(dir);
		if (s.order_faults)
			die("round %d: entries lost or twice", round);
		for (total = more = 0, i = 0; i < KILLED; i++) {
			total += acked[i];
			more += s.last[i] - acked[i];
			if (s.last[i] < acked[i] || s.last[i] > acked[i] + 1)
				die("round %d, writer %d: %lld acknowledged, "
				    "%lld there",
				    round, i, (long long)acked[i],
				    (long long)s.last[i]);
			acked[i] = s.last[i];
		}
		if (round % 10 == 0 || round == rounds)
			fault_verify(dir, "after a kill");
	}
	must(journal_rebuild(dir, &fault_kinds, &entries, &err), &err);
	fault_verify(dir, "after rebuild");
	printf("ok - %d rounds of kill -9, %lld acknowledged, none lost, "
	       "%lld entries\n",
	       rounds, (long long)total, (long long)entries);
	fault_remove(dir);
	return 0;
}
