# make run     install what is missing, build, open the console on a demo desk
# make test    install what is missing, build, run every test
# make         build build/zhiban and build/zhiban-watch
# make bench   measure; figures as JSON
# make install PREFIX=/usr/local DESTDIR=
#
# V chooses the variant: release (default), clang, asan.  Everything made
# lies in build/$(V)/; build/zhiban is the release one.  B moves build/.

V ?= release
B ?= build
O := $(B)/$(V)
PREFIX ?= /usr/local
DESTDIR ?=

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:

VERSION := 0.1

PKGS := sqlite3 ncursesw jansson libcrypto expat zlib
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm

# Only the worker is linked with it, and tests that need it.
NET_CFLAGS := $(shell pkg-config --cflags libcurl 2>/dev/null)
NET_LIBS := -Wl,--as-needed $(shell pkg-config --libs libcurl 2>/dev/null)

WARN := -Wall -Wextra -Wconversion -Wshadow -Wformat=2 -Wvla \
	-Wstrict-prototypes -Wmissing-prototypes -Wundef -Werror
CPPFLAGS := -D_GNU_SOURCE -DZHIBAN_VERSION='"$(VERSION)"' -Isrc -I. \
	-DNCURSES_WIDECHAR=1 $(PKG_CFLAGS) $(NET_CFLAGS)
HARDEN := -O2 -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
	-fstack-clash-protection -ftrivial-auto-var-init=zero -fPIE
HARDEN_LD := -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed
# Instrumented code hides value ranges from gcc: no guesses about snprintf.
SAN := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined -Wno-format-truncation

CC_release := gcc
CFLAGS_release := $(HARDEN) -g
LDFLAGS_release := $(HARDEN_LD)
CC_clang := clang
# clang 14 has the zeroing of automatic variables only as an experiment.
CFLAGS_clang := $(filter-out -ftrivial-auto-var-init=zero,$(HARDEN)) -g
LDFLAGS_clang := $(HARDEN_LD)
CC_asan := gcc
CFLAGS_asan := $(SAN)
LDFLAGS_asan := -fsanitize=address,undefined

ifeq ($(CC_$(V)),)
$(error V=$(V): no such variant; release, clang or asan)
endif
CC := $(LAUNCHER) $(CC_$(V))
CFLAGS := -std=gnu11 $(CFLAGS_$(V)) $(WARN)
LDFLAGS := $(LDFLAGS_$(V))

SRC := $(sort $(filter-out src/watch/%,$(wildcard src/*/*.c)) \
	$(wildcard screens/*.c screens/kit/*.c))
OBJ := $(SRC:%.c=$(O)/%.o) $(O)/assets.o
LIB := $(O)/zhiban.a
# The worker's own: what uses the network never comes near the console.
WATCH_SRC := $(sort $(filter-out src/watch/main.c,$(wildcard src/watch/*.c)))
WATCH_OBJ := $(WATCH_SRC:%.c=$(O)/%.o)
WATCH := $(O)/watch.a
DATA := $(sort $(wildcard db/schema/*.sql db/*.json db/rules/*.json \
	db/demo/*.json db/demo/*.jsonl db/demo/*.csv db/demo/plans/*.md))
ASSETS := $(DATA) $(O)/lang/en.mo

UNIT := $(patsubst tests/%.c,$(O)/%,$(sort $(wildcard tests/unit/*_test.c)))
TTY := $(O)/tests/tty/tty
TTY_OBJ := $(patsubst %.c,$(O)/%.o,$(sort $(wildcard tests/tty/*.c)))
TOOLS := $(patsubst tests/%.c,$(O)/tests/%,$(sort $(wildcard \
	tests/fault/*.c tests/bench/*.c tests/server/*.c)))

.PHONY: all run test check bench install clean units tools

# What there is to build from; written anew only when that changed, so that a
# file that is gone leaves the library and the assets too.
LIST := $(O)/list
LISTED := $(SRC) $(WATCH_SRC) $(DATA)
$(shell mkdir -p $(O); echo '$(LISTED)' | cmp -s - $(LIST) || \
	echo '$(LISTED)' >$(LIST))

all: $(addprefix $(if $(filter $(V),release),$(B),$(O))/,zhiban zhiban-watch)

$(B)/zhiban $(B)/zhiban-watch: $(B)/%: $(O)/%
	@ln -sf $(V)/$* $@

$(O)/zhiban: $(O)/src/main.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(O)/zhiban-watch: $(O)/src/watch/main.o $(WATCH) $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(NET_LIBS)

$(LIB): $(OBJ) $(LIST)
	@rm -f $@
	ar rcs $@ $(OBJ)

$(WATCH): $(WATCH_OBJ) $(LIST)
	@rm -f $@
	ar rcs $@ $(WATCH_OBJ)

$(O)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(O)/assets.c: scripts/embed $(ASSETS) $(LIST)
	@mkdir -p $(@D)
	sh scripts/embed $(O) $(ASSETS) >$@.tmp && mv $@.tmp $@

$(O)/assets.o: $(O)/assets.c
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(O)/lang/en.mo: db/lang/en.po
	@mkdir -p $(@D)
	msgfmt --check-format --check-domain -o $@ $<

# Tests: a unit test is one C file linked with the libraries and cmocka; the
# files of tests/tty make one terminal driver; the tools under tests/fault,
# tests/bench and tests/server are one C file each.
$(O)/unit/%: tests/unit/%.c $(WATCH) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests/unit -MMD -MP -MF $@.d \
		-MT $@ $(LDFLAGS) -o $@ $< $(WATCH) $(LIB) $(PKG_LIBS) \
		-lcmocka $(NET_LIBS)

# They start the server.
$(O)/unit/fetch_test $(O)/unit/poller_test: | $(O)/tests/server/server

# It says how much the disk has left.
$(O)/unit/disk_test: LDFLAGS += -Wl,--wrap=statvfs

# It looks at every statement of the program, referred to or not.
$(O)/unit/sql_test: LDFLAGS += -Wl,--whole-archive $(LIB) -Wl,--no-whole-archive

$(TTY): $(TTY_OBJ) $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) -lvterm -lutil

$(O)/tests/%: tests/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -MF $@.d -MT $@ $(LDFLAGS) \
		-o $@ $< $(LIB) $(PKG_LIBS) -lvterm -lutil -ldl -lm \
		-Wl,--as-needed -lssl

# A clock to be preloaded.
HOUR := $(O)/tests/cli/hour.so
$(HOUR): tests/cli/hour.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -std=gnu11 -O2 -fPIC $(WARN) -shared \
		-o $@ $<

units: $(UNIT)
tools: $(TTY) $(TOOLS) $(HOUR)

run:
	@sh scripts/setup run
	@$(MAKE) -q all 2>/dev/null || echo "building zhiban"
	@$(MAKE) -s --no-print-directory -j$$(nproc) all
	@sh scripts/demo $(B)/zhiban

test:
	@sh scripts/setup test
	@sh tests/run

check: all
	@BUILD=$(O) sh scripts/check

bench: all tools
	@sh tests/bench/run $(O)

share := $(DESTDIR)$(PREFIX)/share
install: all
	install -D -m 755 $(O)/zhiban $(DESTDIR)$(PREFIX)/bin/zhiban
	install -D -m 755 $(O)/zhiban-watch \
		$(DESTDIR)$(PREFIX)/bin/zhiban-watch
	sed 's|@PREFIX@|$(PREFIX)|' scripts/zhiban-watch.service \
		>$(O)/zhiban-watch.service
	install -D -m 644 $(O)/zhiban-watch.service \
		$(DESTDIR)$(PREFIX)/lib/systemd/system/zhiban-watch.service
	set -e; for page in $(wildcard db/man/*.[1-8]); do \
		install -D -m 644 $$page \
			$(share)/man/man$${page##*.}/$${page##*/}; \
	done
	install -d $(share)/bash-completion/completions
	$(O)/zhiban completion bash \
		>$(share)/bash-completion/completions/zhiban
	install -D -m 644 LICENSE $(share)/doc/zhiban/LICENSE

clean:
	rm -rf $(B)

-include $(OBJ:.o=.d) $(WATCH_OBJ:.o=.d) $(O)/src/main.d \
	$(O)/src/watch/main.d $(UNIT:=.d) $(TTY_OBJ:.o=.d) $(TOOLS:=.d)
