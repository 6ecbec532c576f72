# hearsay: `make demo` to see it, `make` to build it, `make test` to run every test, `make help` for the rest.
#
# Honours CC CFLAGS LTO CPPFLAGS LDFLAGS LDLIBS DESTDIR PREFIX LIBDIR INCLUDEDIR MANDIR. What is built lies under build/ ($(BUILD)), but for
# hearsay.so and libhearsay.a at the top ($(OUT)).

# $(call accepts,FLAGS): these flags, if the compiler knows them.
accepts = $(shell echo 'int main(void) { return 0; }' | $(CC) -Werror $(1) -x c -o /dev/null - 2>/dev/null && echo $(1))

CC            ?= cc
CC_FOR_BUILD  ?= cc
CFLAGS        ?= -O3 -g
# Checks at run time that cost next to nothing; SECURITY.md.
HARDENING     ?= -fstack-protector-strong $(if $(filter -O1 -O2 -O3 -Os,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
# Where GCC compiles, hearsay.so is optimised as a whole when it is linked: a twentieth faster. LTO= leaves it out, and so do CFLAGS of one's own.
LTO           ?= $(if $(filter file,$(origin CFLAGS)),$(call accepts,-flto=auto))
LTO           := $(LTO)
PREFIX        ?= /usr/local
LIBDIR        ?= $(PREFIX)/lib
INCLUDEDIR    ?= $(PREFIX)/include
MANDIR        ?= $(PREFIX)/share/man
# The weights: of ext/model, or with MODEL=free of ext/model/free, made of freely licensed data only.
MODEL         ?= full
MODEL_DIR     := ext/model$(if $(filter free,$(MODEL)),/free)
BUILD         ?= build$(if $(filter free,$(MODEL)),/free)
OUT           ?= .
INSTALL       ?= install
TOOL_LIBS     ?= -lutf8proc
empty         :=
comma         := ,

VERSION := $(shell sed -n 's/^.define HEARSAY_VERSION "\(.*\)"/\1/p' ext/hearsay.h)

# ---- what is built -------------------------------------------------------------------------------------------------

ANALYSER  := $(sort $(filter-out ext/hearsay.c,$(wildcard ext/*.c) $(foreach stage,text language speech people model,\
               $(wildcard ext/$(stage)/*.c))))
EXTENSION := $(sort $(wildcard ext/hearsay.c ext/sqlite/*.c))
UNIT      := $(sort $(wildcard tests/unit/*.c))
BENCH     := $(sort $(wildcard tests/bench/*.c tests/bench/peers/*.c))
FUZZ      := $(sort $(wildcard tests/fuzz/*.c))
DATA      := $(sort $(filter-out %.c %.h %.md,$(wildcard ext/lexicon/* ext/model/*.tsv ext/model/*.weights $(MODEL_DIR)/*)))
C_FILES   := $(sort $(wildcard ext/*.[ch] ext/*/*.[ch] tests/*/*.[ch] tests/bench/peers/*.c))
SCRIPTS   := .ci/run tests/setup tests/demo bindings/node/tests/run bindings/debian/test bindings/debian/tests/smoke tests/release

ifeq ($(shell uname -s),Darwin)
  SO      := .dylib
  PROFILE := # its linker has no --wrap
  SHARED  := -dynamiclib -Wl,-exported_symbol,_sqlite3_hearsay_init
  BREW    := $(shell brew --prefix 2>/dev/null)
  CPPFLAGS += $(if $(BREW),-I$(BREW)/include -I$(BREW)/opt/sqlite/include)
  LDFLAGS += $(if $(BREW),-L$(BREW)/lib -L$(BREW)/opt/sqlite/lib)
  LDFLAGS_FOR_BUILD ?= $(if $(BREW),-L$(BREW)/lib)
  STATIC_LIBS ?= $(BREW)/lib/libutf8proc.a $(BREW)/lib/libpcre2-8.a
else
  SO      := .so
  PROFILE := $(BUILD)/tests/bench/stages
  SHARED  := -shared -Wl,--no-undefined -Wl,--as-needed -Wl,--exclude-libs,ALL -Wl,-z,relro,-z,now,-z,noexecstack
  STATIC_LIBS ?= -l:libutf8proc.a -l:libpcre2-8.a
endif

LIBRARY := $(OUT)/libhearsay.a
LOADABLE := $(OUT)/hearsay$(SO)
LIBS := $(if $(STATIC),$(STATIC_LIBS),-lutf8proc -lpcre2-8) -lm -pthread

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow $(if $(WERROR),-Werror)
COMPILE = $(CC) -std=c11 $(WARNINGS) -fPIC -fvisibility=hidden -ffile-prefix-map=$(CURDIR)=. \
          -Iext -I$(BUILD) -I$(MODEL_DIR) $(CPPFLAGS) $(CFLAGS) $(HARDENING) -MMD -MP

all: $(LOADABLE) $(LIBRARY)

# ---- tables: the word lists and weights, turned into C by a program of our own --------------------------------------

GENERATED := $(BUILD)/generated/sources.mk
# Goals that build something themselves; the others may run where there is no compiler yet.
BUILDS := $(filter-out setup demo test check asan tsan valgrind coverage bench bench-curves bench-readme bench-instructions check-instructions help clean format dist uninstall wheel wheel-extension %test-python %test-report %test-spark %bench-spark lint-python build/python/% npm test-node lint-node deb test-deb release run-release %test-release build/node/% docs test-docs build/docs/% fuzz fuzz-afl fuzz-short fuzz-table attacks,$(or $(MAKECMDGOALS),all))
# The tables' names are known when they have been made: make makes this file, reads it, and goes on.
ifneq ($(BUILDS),)
  -include $(GENERATED)
endif

# Every ext/tools/*.c with a main is a program `NAME OUTPUT_DIR ext MODEL_DIR`; they share the rest and a little of the analyser.
TOOLS        := $(shell grep -l '^int main' ext/tools/*.c)
TOOL_SOURCES := $(wildcard ext/text/fold.c ext/language/hash.c) $(filter-out $(TOOLS),$(wildcard ext/tools/*.c))
PROGRAMS     := $(patsubst ext/tools/%.c,$(BUILD)/tools/%,$(TOOLS))
HEADERS      := $(wildcard ext/*.h ext/*/*.h)

$(BUILD)/tools/%: ext/tools/%.c $(TOOL_SOURCES) $(HEADERS)
	@mkdir -p $(@D)
	$(CC_FOR_BUILD) -std=c11 -O1 -Iext $(CPPFLAGS) $(LDFLAGS_FOR_BUILD) -o $@ $(filter %.c,$^) $(TOOL_LIBS) -lm

# Made aside, and put in place where they differ: what is the same need not be compiled again. The folders stand here for
# files that are gone.
$(GENERATED): $(PROGRAMS) $(DATA) $(wildcard ext/tools ext/lexicon ext/model)
	@rm -rf $(@D).new && mkdir -p $(@D).new $(@D)
	@for program in $(PROGRAMS); do echo "$$program ext $(MODEL_DIR)"; "$$program" $(@D).new ext $(MODEL_DIR) || exit 1; done
	@cd $(@D).new && echo TABLES := *.c > $(@F) && \
	  for file in *; do cmp -s $$file ../generated/$$file || mv $$file ../generated; done
	@rm -rf $(@D).new && touch $@

# ---- compiling -----------------------------------------------------------------------------------------------------

objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
ANALYSER_OBJECTS := $(call objects,$(ANALYSER)) $(patsubst %.c,$(BUILD)/generated/%.o,$(sort $(TABLES)))
EXTENSION_OBJECTS := $(call objects,$(EXTENSION))
LOADABLE_OBJECTS := $(EXTENSION_OBJECTS) $(ANALYSER_OBJECTS)
ifneq ($(LTO),)
  LOADABLE_OBJECTS := $(LOADABLE_OBJECTS:$(BUILD)/ext/%=$(BUILD)/lto/ext/%)
endif
UNIT_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(UNIT))

# What is built depends on the flags that it was made with: these files change when the flags do.
keep = $(shell mkdir -p $(dir $(1)); printf '%s\n' '$(2)' | cmp -s - $(1) || printf '%s\n' '$(2)' > $(1))
COMPILE_FLAGS := $(BUILD)/compile.flags
LINK_FLAGS := $(BUILD)/link.flags
# Which BUILD the files in $(OUT) are of: another one (MODEL=free, make pgo) puts its own there.
OUT_FLAGS := build/out$(subst /,-,$(OUT)).flags
ifneq ($(BUILDS),)
  $(call keep,$(COMPILE_FLAGS),$(COMPILE) $(LTO))
  $(call keep,$(LINK_FLAGS),$(CC) $(SHARED) $(CFLAGS) $(LTO) $(LDFLAGS) $(LIBS) $(LDLIBS))
  $(call keep,$(OUT_FLAGS),$(BUILD))
endif

# Tables may have strings longer than C11 asks every compiler to take.
$(BUILD)/generated/%.o: $(BUILD)/generated/%.c $(COMPILE_FLAGS)
	$(COMPILE) -Wno-overlength-strings -c -o $@ $<

$(BUILD)/%.o: %.c $(COMPILE_FLAGS) | $(GENERATED)
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# What is compiled with LTO only the same version of the same compiler can link: no library is made of it.
$(BUILD)/lto/%.o: %.c $(COMPILE_FLAGS) | $(GENERATED)
	@mkdir -p $(@D)
	$(COMPILE) $(LTO) -frandom-seed=$< -c -o $@ $<

$(LIBRARY): $(ANALYSER_OBJECTS) $(GENERATED) $(OUT_FLAGS)
	@mkdir -p $(@D) && rm -f $@
	$(AR) rcs $@ $(filter %.o,$^)

$(LOADABLE): $(LOADABLE_OBJECTS) $(GENERATED) $(LINK_FLAGS) $(OUT_FLAGS)
	@mkdir -p $(@D)
	$(CC) $(SHARED) $(CFLAGS) $(LTO) $(if $(LTO),-fdebug-prefix-map=$(CURDIR)=.) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS) $(LDLIBS)

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(LIBRARY) $(LINK_FLAGS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter-out %.flags,$^) -lcmocka $(LIBS) $(LDLIBS)

# It loads the extension like any program.
$(BUILD)/tests/bench/peers/hearsay: $(BUILD)/tests/bench/peers/hearsay.o $(LINK_FLAGS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< -lsqlite3 $(LDLIBS)

# The stages are called by way of functions of its own.
STAGES := $(shell sed -n 's/^STAGE.\([a-z_]*\),.*/\1/p' tests/bench/stages.def)
$(BUILD)/tests/bench/stages: $(BUILD)/tests/bench/stages.o $(EXTENSION_OBJECTS) $(LIBRARY) tests/bench/stages.def $(LINK_FLAGS)
	$(CC) $(CFLAGS) $(LDFLAGS) $(addprefix -Wl$(comma)--wrap=,$(STAGES)) -o $@ $(filter %.o %.a,$^) -lsqlite3 $(LIBS) $(LDLIBS)

# Called by libFuzzer with FUZZER=-fsanitize=fuzzer; else they run files, or are AFL++'s.
FUZZ_TARGETS := article differential options sql corrupt
FUZZ_PROGRAMS := $(addprefix $(BUILD)/tests/fuzz/,$(FUZZ_TARGETS))
ifdef FUZZER
$(addprefix $(BUILD)/tests/fuzz/,article differential): $(BUILD)/tests/fuzz/mutate.o
else
$(FUZZ_PROGRAMS): $(BUILD)/tests/fuzz/driver.o
endif
$(FUZZ_PROGRAMS): %: %.o $(BUILD)/tests/fuzz/fuzz.o $(EXTENSION_OBJECTS) $(LIBRARY) $(LINK_FLAGS)
	$(CC) $(CFLAGS) $(LDFLAGS) $(FUZZER) -o $@ $(filter %.o %.a,$^) -lsqlite3 $(LIBS) $(LDLIBS)

-include $(patsubst %.o,%.d,$(ANALYSER_OBJECTS) $(EXTENSION_OBJECTS) $(LOADABLE_OBJECTS) $(call objects,$(UNIT) $(BENCH) $(FUZZ)))

# One file that loads where neither utf8proc nor pcre2 is installed.
static:
	$(MAKE) STATIC=1 all

# ---- the Python wheel: bindings/python ----------------------------------------------------------------------------------

BINDING := bindings/python
TOOLS_VENV := build/python/tools
WHEEL_VENV := build/python/smoke
TEST_VENV := build/python/test
SPARK_VENV := build/python/spark
# The date of the files in the wheel, so that it is the same bytes each time.
SOURCE_DATE_EPOCH ?= 1580601600
# Without symbols for debuggers. Also what the npm packages and the release have.
wheel-extension:
	$(MAKE) STATIC=1 BUILD=build/wheel OUT=build/wheel LDFLAGS='$(LDFLAGS) -Wl,-S' all

$(TOOLS_VENV)/ready: $(BINDING)/requirements.txt tests/setup
	@tests/setup venv $(TOOLS_VENV) $<

# build/python/dist has the wheel with the oldest manylinux tag that its symbols allow; it is installed where there is nothing else.
wheel:
	@$(SETUP) wheel
	@$(MAKE) --no-print-directory $(TOOLS_VENV)/ready
	rm -rf build/python/plain build/python/dist $(WHEEL_VENV)
	SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) $(TOOLS_VENV)/bin/python -m build --wheel --no-isolation --outdir build/python/plain $(BINDING)
ifeq ($(SO),.so)
	SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) PATH="$(CURDIR)/$(TOOLS_VENV)/bin:$$PATH" auditwheel repair --wheel-dir build/python/dist build/python/plain/*.whl
	$(TOOLS_VENV)/bin/auditwheel show build/python/dist/*.whl
else
	mv build/python/plain build/python/dist
endif
	$(TOOLS_VENV)/bin/twine check --strict build/python/dist/*.whl
	"$$(tests/setup python)" -m venv $(WHEEL_VENV)
	$(WHEEL_VENV)/bin/python -m pip install --quiet --no-index --no-deps build/python/dist/*.whl
	cd $(WHEEL_VENV) && bin/python -W error -c "import sqlite3, sqlite_hearsay as hearsay; \
	  db = sqlite3.connect(':memory:'); hearsay.load(db); \
	  assert db.execute('SELECT hearsay_version()').fetchone() == (hearsay.__version__,) == ('$(VERSION)',); \
	  print(db.execute('SELECT speaker, quote FROM hearsay_quotes(?)', ('Mayor Ann Lee said it was late.',)).fetchall())"

# From the installed wheel, in a virtual environment of its own. BROWSER=none leaves out what needs Chromium.
test-python: wheel
	@BROWSER='$(BROWSER)' $(SETUP) python-test
	@$(MAKE) --no-print-directory run-test-python

# `hearsay report` over 100,000 quotations (QUOTES=); pictures of the page, and the PDF, are left in build/report.
QUOTES ?= 100000
test-report: wheel
	@$(SETUP) python-test
	@HEARSAY_REPORT_QUOTES='$(QUOTES)' HEARSAY_SCREENSHOTS='$(CURDIR)/build/report' \
	  $(MAKE) --no-print-directory run-test-python PYTEST_FLAGS='-k test_report $(PYTEST_FLAGS)'

$(TEST_VENV)/ready: $(BINDING)/tests/requirements.txt tests/setup
	@tests/setup venv $(TEST_VENV) $<

run-test-python: $(TEST_VENV)/ready
	$(TEST_VENV)/bin/python -m pip install --quiet --force-reinstall --no-index --no-deps build/python/dist/*.whl
	cd $(BINDING)/tests && $(CURDIR)/$(TEST_VENV)/bin/python -m pytest -c ../pyproject.toml -p no:cacheprovider . \
	  --ignore=spark $(if $(filter none,$(BROWSER)),-m 'not browser') $(PYTEST_FLAGS)

# sqlite_hearsay.spark with PySpark, on one machine and on a cluster of three processes, by a Java that Spark knows.
test-spark: wheel
	@$(SETUP) spark
	@$(MAKE) --no-print-directory run-test-spark

$(SPARK_VENV)/ready: $(BINDING)/tests/spark/requirements.txt tests/setup
	@PIP_USE_PEP517=1 tests/setup venv $(SPARK_VENV) $<

$(SPARK_VENV)/wheel: $(SPARK_VENV)/ready $(wildcard build/python/dist/*.whl)
	$(SPARK_VENV)/bin/python -m pip install --quiet --force-reinstall --no-index --no-deps build/python/dist/*.whl
	@touch $@

IN_SPARK = JAVA_HOME="$$(tests/setup java17)" $(CURDIR)/$(SPARK_VENV)/bin/python

run-test-spark: $(SPARK_VENV)/wheel
	$(IN_SPARK) -m pytest -c $(BINDING)/pyproject.toml --rootdir $(BINDING) -p no:cacheprovider $(BINDING)/tests/spark $(PYTEST_FLAGS)

# ---- the npm packages: bindings/node ------------------------------------------------------------------------------------

NODE_LINT := build/node/lint

# build/node/dist has sqlite-hearsay and the package with the extension for this platform.
npm:
	@$(SETUP) wheel
	@$(SETUP) node
	@$(MAKE) --no-print-directory wheel-extension
	node bindings/node/pack.js '$(VERSION)' build/wheel/hearsay$(SO) build/node/dist

# From the packed packages, in a clean folder, with better-sqlite3 and node:sqlite.
test-node: npm
	@$(SETUP) node-test
	@bindings/node/tests/run '$(VERSION)'

$(NODE_LINT)/ready: Makefile
	@$(SETUP) node
	@mkdir -p $(@D)
	cd $(@D) && npm install --no-save --no-package-lock --no-fund --no-audit --silent \
	  typescript@5.9.3 prettier@3.6.2 @types/node@24.19.4 @types/better-sqlite3@7.6.13
	@touch $@

lint-node: $(NODE_LINT)/ready
	$(NODE_LINT)/node_modules/.bin/tsc --project bindings/node
	$(NODE_LINT)/node_modules/.bin/prettier --check 'bindings/node/**/*.{js,ts,json}'

# ---- the Debian packages: bindings/debian -------------------------------------------------------------------------------

# build/deb has libsqlite3-mod-hearsay and libhearsay-dev, built by debhelper in a folder of their own.
DEB_TREE := build/deb/hearsay-$(VERSION)
deb:
	@$(SETUP) deb
	rm -rf build/deb && mkdir -p $(DEB_TREE)
	cp -R CHANGELOG.md Makefile docs ext tests $(DEB_TREE) && cp -R bindings/debian $(DEB_TREE)/debian
	sed -e 's/@VERSION@/$(VERSION)/' -e "s/@DATE@/$$(LC_ALL=C date -u -R -d '@$(SOURCE_DATE_EPOCH)')/" \
	  bindings/debian/changelog.in > $(DEB_TREE)/debian/changelog
	cd $(DEB_TREE) && env -u MAKEFLAGS -u MAKELEVEL DEB_BUILD_OPTIONS='noautodbgsym parallel=2' \
	  dpkg-buildpackage --build=binary --unsigned-changes --unsigned-buildinfo

# lintian, and the packages installed; then they are removed again.
test-deb: deb
	@bindings/debian/test

# ---- documentation: docs/ --------------------------------------------------------------------------------------------------

DOCS_VENV := build/docs/venv

$(DOCS_VENV)/ready: docs/requirements.txt tests/setup
	@tests/setup venv $(DOCS_VENV) $<

# The site, in build/docs/site. A link that leads nowhere, a figure that there is not, and what would come from elsewhere fail it.
# Not with --quiet: it keeps warnings from --strict.
docs: $(DOCS_VENV)/ready
	NO_MKDOCS_2_WARNING=1 $(DOCS_VENV)/bin/mkdocs build --strict --config-file docs/mkdocs.yml
	@echo 'build/docs/site/index.html'

# Every block of SQL, shell and Python of its pages and of the two README.md; UPDATE=1 puts what is printed into the pages.
test-docs: wheel
	@$(MAKE) --no-print-directory run-test-docs

run-test-docs: all $(TEST_VENV)/ready
	$(TEST_VENV)/bin/python -m pip install --quiet --force-reinstall --no-index --no-deps build/python/dist/*.whl
	HEARSAY_EXTENSION='$(LOADABLE)' UPDATE='$(UPDATE)' $(TEST_VENV)/bin/python -m pytest -q -p no:cacheprovider docs/tests $(PYTEST_FLAGS)

# ---- a faster build ---------------------------------------------------------------------------------------------------------

# Compiled by GCC with a profile of reading the fixtures: needs a fifteenth fewer instructions.
PGO := $(BUILD)/pgo
pgo:
	$(MAKE) BUILD=$(PGO) OUT=$(PGO) CFLAGS='$(CFLAGS) -fprofile-generate' $(PGO)/tests/bench/stages
	@mkdir -p $(PGO)/texts
	for file in fixtures/*.txt; do awk -f tests/plain.awk "$$file" > $(PGO)/texts/$$(basename "$$file") || exit 1; done
	$(PGO)/tests/bench/stages 3 $(PGO)/texts/*.txt > $(PGO)/stages.csv
	find $(PGO) -name '*.o' -delete
	mkdir -p $(PGO)/lto && cp -R $(PGO)/ext $(PGO)/lto
	$(MAKE) BUILD=$(PGO) CFLAGS='$(CFLAGS) -fprofile-use -fprofile-partial-training -Wno-missing-profile -Wno-maybe-uninitialized' LTO='$(LTO)' all

# ---- training: CORPORA is the folder of the annotated corpora; none is needed to build ---------------------------------

CORPORA ?= ../shared/data
TRAINERS := $(addprefix $(BUILD)/train/,tags tag_folds names phrases cue_counts name_rules attribution)
TRAINING := ext/train/crf.c ext/train/gold_tokens.c ext/tools/model_table.c
FREE := $(if $(filter free,$(MODEL)),--free)
RULE_CORPORA := $(if $(FREE),ner/gum.news.jsonl=1 ner/gum.free_nonnews.jsonl=0.5 ner/crossner.pollit.jsonl=1,\
                  ner/worldwide.train.jsonl=1 ner/conllpp.train.jsonl=0.25)

$(BUILD)/train/%: ext/train/%.c $(TRAINING) $(wildcard ext/train/*.h) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARNINGS) -Iext $(CPPFLAGS) $(CFLAGS) -O3 $(LDFLAGS) -o $@ $(filter %.c %.a,$^) $(LIBS)

# In this order: each step is trained with the tables of the ones before. Twenty minutes in all. MODEL=free: the same of freely
# licensed data, into ext/model/free; the cues are no part of it.
train: train-tags train-names train-phrases $(if $(FREE),,train-cues train-attribution)

# $(call to,FILE): into a file aside first, so that nothing is lost when a step fails.
to = > $(BUILD)/train/new && mv $(BUILD)/train/new $(1)

train-classes:
	python3 ext/train/word_classes.py $(VECTORS) $(call to,ext/model/word_classes.tsv)

train-tags:
	@mkdir -p $(BUILD)/train
	python3 ext/train/tags.py dictionary $(CORPORA) $(FREE) $(call to,$(MODEL_DIR)/tag_dictionary.tsv)
	$(MAKE) $(BUILD)/train/tags
	python3 ext/train/tags.py train $(CORPORA) | $(BUILD)/train/tags $(MODEL_DIR)/tags.weights

train-names:
	$(MAKE) $(BUILD)/train/name_rules
	python3 ext/train/name_rules.py $(BUILD)/train/name_rules $(MODEL_DIR)/name_figures.h \
	  $(addprefix $(CORPORA)/,$(RULE_CORPORA)) $(call to,$(MODEL_DIR)/name_figures.h)
	$(MAKE) $(BUILD)/train/names
	python3 ext/train/names.py train $(CORPORA) $(FREE) | $(BUILD)/train/names $(MODEL_DIR)/names.weights

# By tags that taggers give which have not seen the sentence.
train-phrases:
	$(MAKE) $(BUILD)/train/tag_folds $(BUILD)/train/phrases
	python3 ext/train/phrases.py train $(CORPORA) | $(BUILD)/train/tag_folds | \
	  $(BUILD)/train/phrases $(MODEL_DIR)/phrases.weights

train-cues:
	$(MAKE) $(BUILD)/train/cue_counts
	python3 ext/train/cues.py $(BUILD)/train/cue_counts $(CORPORA)/quotes/polnear.train.jsonl \
	  ext/lexicon/cue_classes.txt $(call to,ext/lexicon/cues.tsv)

# On what each step finds in articles that the steps before have not been trained on.
train-attribution:
	$(MAKE) $(BUILD)/train/attribution
	@mkdir -p $(BUILD)/train
	python3 ext/train/attribution.py $(CORPORA)/quotes/polnear.dev.jsonl > $(BUILD)/train/polnear.dev
	python3 ext/train/attribution.py $(CORPORA)/quotes/polnear.train.jsonl | \
	  $(BUILD)/train/attribution ext/model $(BUILD)/train/polnear.dev

# ---- running: each of these sees to what it needs by itself ----------------------------------------------------------

VENV := build/venv
PYTHON = $(VENV)/bin/python
SETUP = CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' tests/setup

setup:
	@$(SETUP) test

demo:
	@$(SETUP) demo
	@$(MAKE) --no-print-directory all
	@tests/demo

$(VENV)/ready: tests/requirements.txt tests/setup
	@tests/setup venv $(VENV)

unit: $(UNIT_PROGRAMS)
	@for program in $^; do echo "== $$program"; $$program || exit 1; done

# The parts of `make test` once its set-up is done; PYTEST_FLAGS is for you.
# On all cores; the tests of a group, which share what is made for them, on one.
PARALLEL := -n auto --dist loadgroup
run-tests: all unit $(VENV)/ready $(BUILD)/tests/bench/peers/hearsay $(FUZZ_PROGRAMS)
	HEARSAY_EXTENSION='$(LOADABLE)' HEARSAY_BUILD='$(BUILD)' CC='$(CC)' $(PYTHON) -m pytest -q $(PARALLEL) tests $(PYTEST_FLAGS)

test:
	@$(SETUP) test
	@$(MAKE) --no-print-directory WERROR=1 run-tests

check: test

# The same under AddressSanitizer and UndefinedBehaviorSanitizer. The unit tests also look for leaks; Python itself
# leaks by design, so its run does not.
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
asan:
	@$(SETUP) test
	$(MAKE) BUILD=build/asan OUT=build/asan CFLAGS='-O1 -g $(SANITIZE)' HARDENING= run-asan

# A sanitizer ends the process; --capture=sys lets what it says through.
run-asan: all unit $(VENV)/ready $(FUZZ_PROGRAMS)
	ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 LD_PRELOAD="$$($(CC) -print-file-name=libasan.so)" \
	  HEARSAY_EXTENSION='$(LOADABLE)' HEARSAY_BUILD='$(BUILD)' $(PYTHON) -m pytest -q $(PARALLEL) --capture=sys tests -m 'not build' $(PYTEST_FLAGS)

# ---- hostile input: tests/fuzz/, tests/attacks.py -----------------------------------------------------------------------

# libFuzzer, each of TARGETS for SECONDS_EACH; corpora are kept in build/fuzz, an input that fails in tests/fuzz/found.
TARGETS ?= $(FUZZ_TARGETS)
SECONDS_EACH ?= 7200
FUZZ_FLAGS := -O2 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
# fuzz-short is for .ci/run: twelve seconds for each, and no results are kept.
fuzz fuzz-short:
	@$(SETUP) fuzz
	@$(MAKE) --no-print-directory BUILD=build/fuzz OUT=build/fuzz CC=clang-14 CFLAGS='$(FUZZ_FLAGS) -fsanitize=fuzzer-no-link' HARDENING= FUZZER=-fsanitize=fuzzer \
	  $(TARGETS:%=build/fuzz/tests/fuzz/%)
	@python3 tests/fuzz/run.py $(if $(filter %-short,$@),--seconds 12,--seconds $(SECONDS_EACH) --keep) $(TARGETS)

fuzz-afl:
	@$(SETUP) afl
	@AFL_QUIET=1 $(MAKE) --no-print-directory BUILD=build/afl OUT=build/afl CC=afl-clang-fast CFLAGS='$(FUZZ_FLAGS)' HARDENING= $(TARGETS:%=build/afl/tests/fuzz/%)
	@python3 tests/fuzz/run.py --afl --seconds $(SECONDS_EACH) --keep $(TARGETS)

# The rows about fuzzing in tests/README.md, of what the runs have kept in tests/fuzz/results.json.
fuzz-table:
	@python3 tests/fuzz/run.py --table

# Articles of an adversary, of 1 MB and of 10 MB (MEGABYTES=), by all calls (CALLS=), beside ordinary text of their length.
MEGABYTES ?= 1 10
attacks:
	@$(SETUP) test
	@$(MAKE) --no-print-directory run-attacks

run-attacks: all $(VENV)/ready
	@HEARSAY_EXTENSION='$(LOADABLE)' $(PYTHON) tests/attacks.py $(MEGABYTES) $(if $(CALLS),--calls '$(CALLS)')

# Threads and processes under ThreadSanitizer: the extension, and the program that uses it from all of them.
tsan:
	@$(SETUP) test
	$(MAKE) BUILD=build/tsan OUT=build/tsan CFLAGS='-O1 -g -fsanitize=thread' HARDENING= run-tsan

# Without random addresses, where the system lets us: older ThreadSanitizers stop with "unexpected memory mapping" where there are many.
FIXED_ADDRESSES = $(shell setarch -R true 2>/dev/null && echo setarch -R)
run-tsan: all $(VENV)/ready
	HEARSAY_EXTENSION='$(LOADABLE)' CC='$(CC) -fsanitize=thread' $(FIXED_ADDRESSES) $(PYTHON) -m pytest -q tests/test_threads.py $(PYTEST_FLAGS)

# Under valgrind: the unit tests, with leaks; what has been found by fuzzing, and its seeds; and the tests. An hour or two.
MEMCHECK := valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite --error-exitcode=9
valgrind:
	@$(SETUP) test
	@$(SETUP) valgrind
	@$(MAKE) --no-print-directory run-valgrind

run-valgrind: all $(UNIT_PROGRAMS) $(FUZZ_PROGRAMS) $(VENV)/ready
	for program in $(UNIT_PROGRAMS); do $(MEMCHECK) $$program || exit 1; done
	for target in $(FUZZ_TARGETS); do \
	  $(MEMCHECK) $(BUILD)/tests/fuzz/$$target fixtures/*.txt $$(find tests/fuzz -path "*/$$target/*") > $(BUILD)/$$target.memcheck || exit 1; done
	HEARSAY_EXTENSION='$(LOADABLE)' $(PYTHON) tests/valgrind.py

# Lines and branches of ext/ that the tests come by; training and the programs that make tables, which users do not run, left
# out. The report is build/coverage/report/index.html; less than 97 of 100 lines or 90 branches fails.
coverage:
	@$(SETUP) test
	$(MAKE) BUILD=build/coverage OUT=build/coverage CFLAGS='-O1 -g --coverage -fprofile-update=atomic' HARDENING= run-coverage

$(BUILD)/gcovr/ready: tests/coverage.txt tests/setup
	@tests/setup venv $(@D) $<

# What is left of runs before is of other sources.
run-coverage: all $(VENV)/ready $(BUILD)/gcovr/ready $(FUZZ_PROGRAMS)
	find $(BUILD) -name '*.gcda' -delete
	$(MAKE) unit
	HEARSAY_EXTENSION='$(LOADABLE)' HEARSAY_BUILD='$(BUILD)' HEARSAY_MEMORY_STEP=1999 HEARSAY_BYTE_STEP=37 \
	  $(PYTHON) -m pytest -q $(PARALLEL) tests -m 'not build' -k 'not interrupt and not progress and not large and not test_cost' $(PYTEST_FLAGS)
	@mkdir -p $(BUILD)/report
	$(BUILD)/gcovr/bin/gcovr --root . --filter ext/ --exclude ext/train/ --exclude ext/tools/ --exclude-unreachable-branches \
	  --gcov-suspicious-hits-threshold 0 --txt-metric branch --txt $(BUILD)/report/branches.txt --html-details $(BUILD)/report/index.html \
	  --print-summary --json-summary $(BUILD)/report/summary.json --fail-under-line 97 --fail-under-branch 90 $(BUILD)/ext

# ---- speed: tests/bench/ ---------------------------------------------------------------------------------------------

PEERS ?= spacy compromise wink
BENCH_PYTHON := $(BUILD)/bench/venv/bin/python
BENCH_RUN = HEARSAY_BUILD='$(BUILD)' HEARSAY_EXTENSION='$(LOADABLE)' $(BENCH_PYTHON) tests/bench
BENCH_NEEDS := all $(BUILD)/bench/venv/ready $(BUILD)/tests/bench/peers/hearsay $(PROFILE)

$(BUILD)/bench/venv/ready: tests/bench/requirements.txt tests/requirements.txt tests/setup
	@tests/setup venv $(@D) tests/bench/requirements.txt

# Beside PEERS (corenlp too: half a gigabyte), on articles made of the fixtures or on ARTICLES=FILE.jsonl ("text" a line); and
# how time and memory grow, with MOST=1000000 articles in the index (BENCH_FLAGS='--size 1000': of 1 KB, in half an hour).
bench bench-curves:
	@$(SETUP) test
	@$(MAKE) --no-print-directory run-$@

run-bench: $(BENCH_NEEDS)
	@$(BENCH_RUN)/compare.py --peers '$(PEERS)' $(if $(ARTICLES),--articles '$(ARTICLES)') $(BENCH_FLAGS)

run-bench-curves: $(BENCH_NEEDS)
	@$(BENCH_RUN)/curves.py $(if $(MOST),--most $(MOST)) $(BENCH_FLAGS)

# sqlite_hearsay.spark with one worker and with two, over ARTICLES=8000 articles.
bench-spark: wheel
	@$(SETUP) spark
	@$(MAKE) --no-print-directory run-bench-spark

run-bench-spark: $(SPARK_VENV)/wheel
	@$(IN_SPARK) tests/bench/spark.py $(if $(ARTICLES),--articles $(ARTICLES)) $(BENCH_FLAGS)

# The tables of README.md and docs/pages/spark.md, from tests/bench/results.
bench-readme: $(BUILD)/bench/venv/ready
	@$(BENCH_RUN)/readme.py

# The index over 100,000 articles (ARTICLES=), and its tests at length: thousands of histories, hundreds of kills.
bench-index: all $(VENV)/ready
	@HEARSAY_EXTENSION='$(LOADABLE)' $(PYTHON) tests/bench/index_speed.py $(ARTICLES)

# Instructions for a fixed input, beside tests/bench/instructions.json: more than 5 per cent above fails, UPDATE=1 keeps them.
bench-instructions check-instructions:
	@$(SETUP) test
	@$(SETUP) valgrind
	@$(MAKE) --no-print-directory $(PROFILE)
	@HEARSAY_BUILD='$(BUILD)' python3 tests/bench/instructions.py --compiler '$(CC)' --flags '$(CFLAGS)' \
	  $(if $(UPDATE),--update) $(if $(filter check-%,$@),--check)

test-index: all $(VENV)/ready
	HEARSAY_EXTENSION='$(LOADABLE)' HEARSAY_EXAMPLES=1000 HEARSAY_KILLS=200 HEARSAY_MEMORY_STEP=97 HEARSAY_FILE_STEP=3 \
	  HEARSAY_DAMAGED=5000 $(PYTHON) -m pytest -q tests/test_index*.py

# How good it is; UPDATE=1 keeps the figures in tests/figures.json. RELIABILITY=1 prints the bins of confidence, SVG=FILE draws them.
eval: all $(VENV)/ready
	@HEARSAY_EXTENSION='$(LOADABLE)' $(PYTHON) tests/eval.py $(if $(UPDATE),--update) $(if $(RELIABILITY),--reliability) \
	  $(if $(SVG),--svg '$(SVG)')

# How well 'resolve' joins names, on articles of our own; what is wrong or missed is named.
eval-people: all $(VENV)/ready
	@HEARSAY_EXTENSION='$(LOADABLE)' $(PYTHON) tests/people.py

# Tags, lemmas and noun phrases on the treebanks' dev sets, each token as people have cut it.
eval-language: $(BUILD)/train/tags_eval $(BUILD)/train/phrases_eval
	for set in ewt gum; do echo "$$set dev"; \
	  xzcat $(CORPORA)/treebank/en_$$set-ud-dev.conllu.xz | $(BUILD)/train/tags_eval || exit 1; \
	  python3 ext/train/phrases_eval.py $(BUILD)/train/phrases_eval $(CORPORA)/treebank/en_$$set-ud-dev.conllu.xz || exit 1; done

# ---- looking after the sources ---------------------------------------------------------------------------------------

CLANG_FORMAT ?= clang-format-14
CLANG_TIDY   ?= clang-tidy-14
# The analyser's checks and those for likely mistakes, without: easily-swappable-parameters (offsets come in pairs),
# reserved-identifier (ours have none, cmocka's headers do), insecureAPI (there is no memcpy_s in glibc), branch-clone (one
# rule a branch reads better), implicit-widening (sizes are bounded by the text), not-null-terminated-result and
# signed-char-misuse (folded text is bytes with a length), suspicious-missing-comma and macro-parentheses (tables of tests),
# valist.Uninitialized (version 14 raises it wherever it has seen another file before).
TIDY_OFF := easily-swappable-parameters reserved-identifier branch-clone implicit-widening-of-multiplication-result \
            not-null-terminated-result signed-char-misuse suspicious-missing-comma macro-parentheses
TIDY_CHECKS := -*,clang-analyzer-*,bugprone-*,$(subst $(empty) $(empty),$(comma),$(addprefix -bugprone-,$(TIDY_OFF))),$\
               -clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling,-clang-analyzer-valist.Uninitialized

format:
	$(CLANG_FORMAT) -i $(C_FILES)

lint: $(GENERATED)
	@$(SETUP) lint
	$(CLANG_FORMAT) --dry-run -Werror $(C_FILES)
	shellcheck $(SCRIPTS)
	printf '%s\n' $(filter %.c,$(C_FILES)) | xargs -n 4 -P 2 sh -c \
	  '$(CLANG_TIDY) --quiet --warnings-as-errors="*" --checks="$(TIDY_CHECKS)" "$$@" -- -std=c11 -Iext -I$(BUILD) -I$(MODEL_DIR)' tidy
	@$(MAKE) --no-print-directory lint-python lint-node

# Two more readers of the C that users run; clang's is part of lint. gcc's is for C since version 10.
analyze: $(GENERATED)
	@$(SETUP) lint
	cppcheck --quiet --std=c11 --language=c --library=posix --enable=warning,performance,portability --suppress=missingIncludeSystem \
	  --error-exitcode=1 -Iext -I$(BUILD) -I$(MODEL_DIR) $(ANALYSER) $(EXTENSION)
	printf '%s\n' $(ANALYSER) $(EXTENSION) | xargs -n 8 -P 2 sh -c \
	  'for file; do gcc -std=c11 -O1 -Werror -fanalyzer -Iext -I$(BUILD) -I$(MODEL_DIR) -c -o /dev/null $$file || exit 255; done' analyze

# The Python binding and what makes and tests the documentation; the checkout's other programs are not typed.
DOCS_PYTHON := --no-cache --config pyproject.toml --target-version py311 ../../docs/hooks.py ../../docs/tests
lint-python: $(TOOLS_VENV)/ready
	cd $(BINDING) && $(CURDIR)/$(TOOLS_VENV)/bin/ruff check --extend-ignore D,S,E501,UP031 $(DOCS_PYTHON) && \
	  $(CURDIR)/$(TOOLS_VENV)/bin/ruff format --check $(DOCS_PYTHON)
	cd $(BINDING) && $(CURDIR)/$(TOOLS_VENV)/bin/ruff check --no-cache . && $(CURDIR)/$(TOOLS_VENV)/bin/ruff format --no-cache --check . && \
	  $(CURDIR)/$(TOOLS_VENV)/bin/mypy --cache-dir=$(CURDIR)/build/python/mypy

# ---- installing ------------------------------------------------------------------------------------------------------

MANUALS := hearsay.3 hearsay.7
INSTALLED := $(LIBDIR)/hearsay$(SO) $(LIBDIR)/libhearsay.a $(INCLUDEDIR)/hearsay.h $(LIBDIR)/pkgconfig/hearsay.pc \
             $(foreach manual,$(MANUALS),$(MANDIR)/man$(patsubst .%,%,$(suffix $(manual)))/$(manual))
# In hearsay.pc, a folder below PREFIX: pkg-config can be told of another prefix.
below = $(patsubst $(PREFIX)/%,$${prefix}/%,$(1))

install: all
	$(INSTALL) -d $(foreach folder,$(sort $(dir $(INSTALLED))),'$(DESTDIR)$(folder)')
	$(INSTALL) -m 755 $(LOADABLE) '$(DESTDIR)$(LIBDIR)/hearsay$(SO)'
	$(INSTALL) -m 644 $(LIBRARY) '$(DESTDIR)$(LIBDIR)/libhearsay.a'
	$(INSTALL) -m 644 ext/hearsay.h '$(DESTDIR)$(INCLUDEDIR)/hearsay.h'
	sed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(call below,$(LIBDIR))|; s|@INCLUDEDIR@|$(call below,$(INCLUDEDIR))|' \
	  -e 's|@VERSION@|$(VERSION)|' ext/hearsay.pc.in > $(BUILD)/hearsay.pc
	$(INSTALL) -m 644 $(BUILD)/hearsay.pc '$(DESTDIR)$(LIBDIR)/pkgconfig/hearsay.pc'
	for manual in $(MANUALS); do \
	  $(INSTALL) -m 644 docs/man/$$manual '$(DESTDIR)$(MANDIR)/man'"$${manual##*.}/$$manual" || exit 1; done

uninstall:
	rm -f $(foreach file,$(INSTALLED),'$(DESTDIR)$(file)')

# Needs a clone: it packs what is committed.
dist:
	git archive --format=tar --prefix=hearsay-$(VERSION)/ HEAD | gzip -9n > hearsay-$(VERSION).tar.gz

# build/release has all that is given away, and its SHA256SUMS: the source, the extension alone (for sqlpkg too), the wheel, the npm and
# Debian packages. The same bytes each time. REPOSITORY is for sqlpkg.json, see bindings/sqlpkg/pack.py.
RELEASE := build/release
release: wheel npm $(if $(filter .so,$(SO)),deb)
	@$(MAKE) --no-print-directory run-release

run-release:
	rm -rf $(RELEASE) && mkdir -p $(RELEASE)
	git archive --format=tar --prefix=hearsay-$(VERSION)/ HEAD | gzip -9n > $(RELEASE)/hearsay-$(VERSION).tar.gz
	cp build/python/dist/*.whl build/node/dist/*.tgz $(if $(filter .so,$(SO)),build/deb/*.deb) $(RELEASE)
	"$$(tests/setup python)" bindings/sqlpkg/pack.py '$(VERSION)' build/wheel/hearsay$(SO) $(RELEASE) '$(REPOSITORY)'
	cd $(RELEASE) && sha256sum * > ../SHA256SUMS && mv ../SHA256SUMS .

# Once more, in a clone in another folder: are they the same?
test-release: release
	@tests/release '$(VERSION)'

run-test-release:
	@tests/release '$(VERSION)'

clean:
	rm -rf build hearsay.so hearsay.dylib libhearsay.a demo.db report.html hearsay-*.tar.gz

help:
	@echo 'make            hearsay$(SO) and libhearsay.a'
	@echo 'make demo       build, read the articles in fixtures/, show who said what'
	@echo 'make pgo        the same, compiled with a profile of reading the fixtures (GCC): a little faster'
	@echo 'make test       set up what the tests need, run them all (check is the same)'
	@echo 'make static     hearsay$(SO) with utf8proc and pcre2 inside (also: make install STATIC=1)'
	@echo 'make bench      speed beside PEERS="spacy compromise wink corenlp"; ARTICLES=FILE.jsonl BENCH_FLAGS=--check'
	@echo 'make bench-curves  how time and memory grow (MOST=1000000 articles); make bench-readme  the tables of README.md'
	@echo 'make bench-index  speed and size of an index over ARTICLES=100000; make test-index  its tests at length'
	@echo 'make check-instructions  fails when more are needed than before; UPDATE=1 keeps them'
	@echo 'make eval       accuracy beside targets and the last committed figures; UPDATE=1 RELIABILITY=1 SVG=FILE'
	@echo 'make eval-people  how well the index joins names of one person'
	@echo 'make eval-language  tags, lemmas, noun phrases on treebanks; make train, train-...: the models again (CORPORA=)'
	@echo 'make MODEL=free build with weights of openly licensed data only'
	@echo 'make wheel      the Python wheel, in build/python/dist; make test-python  its tests, from the installed wheel'
	@echo 'make test-report  the report over QUOTES=100000 quotations, with pictures of it in build/report'
	@echo 'make test-spark the tests of sqlite_hearsay.spark; make bench-spark  its speed with 1 and 2 workers'
	@echo 'make npm        the npm packages, in build/node/dist; make test-node  their tests, from the packed packages'
	@echo 'make deb        the Debian packages, in build/deb; make test-deb  lintian, installs and removes them'
	@echo 'make docs       the documentation, in build/docs/site; make test-docs  runs every block of its pages, UPDATE=1 mends them'
	@echo 'make release    all of these, the source and SHA256SUMS, in build/release; make test-release  built twice, compared'
	@echo 'make asan       the tests under the sanitizers; make tsan  threads and processes under ThreadSanitizer'
	@echo 'make valgrind   the tests under valgrind, which takes an hour or two'
	@echo 'make coverage   lines and branches that the tests come by, in build/coverage/report'
	@echo 'make fuzz       libFuzzer on TARGETS="$(FUZZ_TARGETS)", SECONDS_EACH=7200; make fuzz-afl  AFL++'
	@echo 'make fuzz-short a minute of it, as in .ci/run; make fuzz-table  the figures in tests/README.md'
	@echo 'make attacks    time and memory for articles of an adversary (MEGABYTES="1 10")'
	@echo 'make lint       format, shell and clang-tidy checks; make format mends the first; make analyze  cppcheck, gcc -fanalyzer'
	@echo 'make install uninstall dist clean setup    DESTDIR PREFIX CC CFLAGS LTO CPPFLAGS LDFLAGS WERROR=1'

.PHONY: pgo wheel wheel-extension test-python run-test-python test-report test-spark run-test-spark bench-spark run-bench-spark lint-python train train-tags train-names train-phrases train-cues train-attribution all static setup demo unit run-tests test check asan run-asan tsan run-tsan valgrind run-valgrind coverage run-coverage bench bench-curves run-bench run-bench-curves bench-readme bench-index bench-instructions check-instructions test-index eval eval-people eval-language format lint analyze install uninstall dist npm test-node lint-node deb test-deb docs test-docs run-test-docs fuzz fuzz-short fuzz-afl fuzz-table attacks run-attacks release run-release test-release run-test-release \
        clean help
.DELETE_ON_ERROR:
# A data file or header that is gone is no reason to stop.
.SECONDARY:
