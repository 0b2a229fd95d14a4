# `make demo` and `make test` do everything on a fresh machine; `make check` is what CI runs.

SWIFT ?= swift
BUILD_FLAGS := --explicit-target-dependency-import-check error
KOLSITE := .build/debug/kolsite
# How many tests run at once: all of them at once is slower. Those that run the program come on their own, because it
# waits for servers of the tests' process, whose threads others would take.
TEST_WIDTH := SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4

# What `unit` does without: the tests that run the program or ask a server on this machine, and those that try every
# place of a failure, or hundreds of inputs, which take three quarters of the rest's time.
SLOW_TESTS := EndToEndTests FetchingTests HTTPTests ServingTests InPlaceKillTests HostileRosterTests \
  $(addprefix ArchivingTests.,CrashTests FuzzTests IndexTests JournalTests PruningTests VerificationTests) \
  SecretsTests.FuzzTests random.*AreSound pagesAreTheSameAlone

# One program with Swift's own libraries in it, linked to the system's C libraries. lld, which Swift brings along,
# packs the relocations that a start has to apply; what no other library calls is not exported.
LINKER_FLAGS := --icf=safe --as-needed --no-export-dynamic -z pack-relative-relocs -z relro -z now
RELEASE_FLAGS := $(BUILD_FLAGS) -c release --static-swift-stdlib --disable-local-rpath \
  -Xswiftc -use-ld=lld $(addprefix -Xlinker ,$(LINKER_FLAGS))
DIST := .build/dist
PREFIX := /usr/local

.PHONY: help demo test unit check lint format build golden browser duckdb slurm network soak instructions benchmark record setup \
  clean program release deb package-test install uninstall

help:
	@echo 'make demo    build kolsite and a sample site from the built-in sandbox API'
	@echo 'make test    run all tests'
	@echo 'make unit    run the fast tests, without server, network or program: seconds, once built'
	@echo 'make check   lint, build, test, compare the sample site byte for byte and open it, count its instructions, run a job'
	@echo '             array, try odd networks'
	@echo 'make soak    fetch 10,000 KOLs from the sandbox API on a bad day'
	@echo 'make benchmark  measure, in an optimized build'
	@echo 'make instructions  count the instructions of a small build with valgrind, against a budget'
	@echo 'make browser  check the sample site in Chromium with axe, and with an HTML checker'
	@echo 'make duckdb  read the sample archive with DuckDB and compare'
	@echo 'make slurm   run a job array on a Slurm cluster of this machine alone (as root)'
	@echo 'make network  fetch through proxies, from odd servers, and from hostile ones'
	@echo 'make release  the optimized program for machines without Swift: $(DIST)/kolsite'
	@echo 'make deb     the same as a Debian package'
	@echo 'make package-test  install that package in a fresh Debian and build a site there (as root)'
	@echo 'make install PREFIX=$(PREFIX) DESTDIR=  install the optimized program; make uninstall removes it'
	@echo 'make record  make the sample archive and the sample site anew'
	@echo 'make format  format the Swift sources'

setup:
	@scripts/setup.sh

build: setup
	$(SWIFT) build $(BUILD_FLAGS)

demo: build
	@scripts/demo.sh $(KOLSITE)

test: setup
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	$(TEST_WIDTH) $(SWIFT) test --skip-build $(BUILD_FLAGS) --skip EndToEndTests
	$(TEST_WIDTH) $(SWIFT) test --skip-build $(BUILD_FLAGS) --filter EndToEndTests

unit: setup
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	$(TEST_WIDTH) $(SWIFT) test --skip-build $(BUILD_FLAGS) $(foreach test,$(SLOW_TESTS),--skip '$(test)')

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks

golden: build
	@scripts/golden.sh $(KOLSITE)

# The committed site; `golden` proves that it is what this checkout renders.
browser: build
	@scripts/setup.sh browser
	@scripts/browser.sh
	@scripts/crowd.sh $(KOLSITE)

slurm: build
	@scripts/setup.sh slurm
	@scripts/slurm.sh $(KOLSITE)

network: build
	@scripts/setup.sh network
	@scripts/network.sh $(KOLSITE)

duckdb: build
	@scripts/setup.sh duckdb
	@scripts/duckdb.sh $(KOLSITE)

# What a page costs, without the noise of a clock.
instructions: build
	@scripts/instructions.sh $(KOLSITE)

soak: build
	@.build/debug/Benchmarks $(KOLSITE) soak

# The optimized program: ratios to what the machine or the server allows, all in one run.
benchmark: setup
	$(SWIFT) build $(RELEASE_FLAGS)
	@.build/release/Benchmarks .build/release/kolsite fetch
	@.build/release/Benchmarks .build/release/kolsite archive
	@.build/release/Benchmarks .build/release/kolsite build
	@.build/release/Benchmarks .build/release/kolsite hugo

program: setup
	$(SWIFT) build $(RELEASE_FLAGS) --product kolsite
	@scripts/release.sh .build/release/kolsite $(DIST)

release: program
	@scripts/release-report.sh $(DIST)

deb: program
	@scripts/setup.sh package
	@scripts/package.sh $(DIST)
	@scripts/release-report.sh $(DIST)

package-test: deb
	@scripts/setup.sh package-test
	@scripts/package-test.sh $(DIST)/kolsite_*.deb

# Installs what `make release` left, so that installing as root does not build as root.
install:
	@test -x $(DIST)/kolsite || { echo 'Run make release first.' >&2; exit 1; }
	install -D -m 755 $(DIST)/kolsite $(DESTDIR)$(PREFIX)/bin/kolsite
	install -D -m 644 $(DIST)/completions/kolsite.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/kolsite
	install -D -m 644 $(DIST)/completions/kolsite.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_kolsite
	install -D -m 644 $(DIST)/completions/kolsite.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/kolsite.fish

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/kolsite
	rm -f $(DESTDIR)$(PREFIX)/share/bash-completion/completions/kolsite
	rm -f $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_kolsite
	rm -f $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/kolsite.fish

# What runs the built program waits a good deal: two at a time. What they need is installed once, before.
check: setup lint test
	@scripts/setup.sh browser duckdb slurm network
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target golden instructions browser duckdb soak slurm network

record: build
	@scripts/record.sh $(KOLSITE)

clean:
	rm -rf .build .kolsite
