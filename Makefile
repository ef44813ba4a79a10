PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: demo test build lint format bench bench-mime install clean

demo: release
	.build/release/lockstep demo

test:
	scripts/bootstrap.sh test
	scripts/test.sh

build:
	scripts/bootstrap.sh build
	swift build

release:
	scripts/bootstrap.sh build
	swift build -c release --product lockstep

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Fuzz

format:
	swift format -i --recursive Package.swift Sources Tests Fuzz

bench: release
	scripts/bootstrap.sh bench
	python3 scripts/bench.py

# Parsing beside GMime; MAIL names a folder of messages, else those of the generator are read.
bench-mime:
	scripts/bootstrap.sh build
	swift build -c release --product lockstep-bench
	python3 scripts/bench-mime.py $(MAIL)

install: release
	install -D -m 755 .build/release/lockstep $(DESTDIR)$(PREFIX)/bin/lockstep
	install -D -m 644 packaging/lockstep.1 $(DESTDIR)$(PREFIX)/share/man/man1/lockstep.1
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	sed 's|@PREFIX@|$(PREFIX)|g' packaging/lockstep.service.in > $(DESTDIR)$(PREFIX)/lib/systemd/system/lockstep.service
	install -D -m 644 packaging/lockstep.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/lockstep.conf

clean:
	rm -rf .build

.PHONY: release
