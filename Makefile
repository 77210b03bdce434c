# The words people type; each is a script in scripts/, which says what it does.
PREFIX ?= /usr/local
export PREFIX DESTDIR

.PHONY: build demo test docs lint fuzz bench install uninstall clean

build:
	@scripts/setup
	@scripts/build

demo: build
	@.build/release/siptally analyze Examples/gateway.pcap

test:
	@scripts/setup
	@scripts/test

docs:
	@scripts/docs

lint:
	@scripts/lint

fuzz:
	@scripts/fuzz $(FUZZ)

bench: build
	@scripts/bench $(BENCH)

install:
	@scripts/install

uninstall:
	@scripts/install --remove

clean:
	rm -rf .build .build-bench .build-fuzz .build-profile
