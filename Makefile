# Frontdesk's commands. `make` alone lists them.
#
# Targets with a file at their end are rebuilt when what they are made from has
# changed; a build.rs that calls npm would slow every `cargo check` instead.

SHELL := /bin/bash
.DEFAULT_GOAL := help

WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' \
	-not -path 'web/e2e/*' -not -path 'web/bench/*' -not -path 'web/examples/*') \
	$(shell find docs -name '*.md' -o -path 'docs/guide/*.json') openapi.json
DATA_DIR ?= data/demo

.PHONY: help run build test test-rust test-web test-e2e check generate screenshots model format clean prepare-tests

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

run: web/apps/desk/dist/index.html ## Build everything and start Frontdesk with demo data
	cargo build --locked --package frontdesk-server
	DATA_DIR=$(DATA_DIR) target/debug/frontdesk serve --demo

build: web/apps/desk/dist/index.html ## Build the release binary with the web app and the widget inside
	cargo build --locked --release --package frontdesk-server
	@ls -lh target/release/frontdesk

test: prepare-tests test-rust test-web test-e2e ## Run every test (installs what they need)

test-rust: web/apps/desk/dist/index.html
	cargo test --locked --workspace --no-fail-fast --quiet

test-web: web/node_modules/.package-lock.json
	npm --prefix web test

# Builds the binary as `test-rust` does, so that nothing is compiled twice.
test-e2e: web/apps/desk/dist/index.html
	cargo test --locked --workspace --no-run --quiet
	npm --prefix web run test:e2e

check: web/node_modules/.package-lock.json ## Format, lint, unit tests, generated files up to date
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets --quiet -- --deny warnings
	cargo test --locked --workspace --lib --bins --quiet
	npm --prefix web run check
	npm --prefix web test
	scripts/generate.sh --check

generate: web/node_modules/.package-lock.json ## Write openapi.json and the TypeScript types from the code
	scripts/generate.sh

screenshots: web/apps/desk/dist/index.html ## Take the pictures of the documentation (needs Chromium); build again to show them
	cargo build --locked --package frontdesk-server
	npm --prefix web run screenshots --workspace @frontdesk/e2e

model: ## Fetch the sentence-embedding model for search by meaning
	scripts/fetch-model.sh

format: web/node_modules/.package-lock.json ## Format all code
	cargo fmt --all
	npm --prefix web run format

clean: ## Remove everything that was built (not the data)
	cargo clean
	rm -rf web/node_modules web/*/*/dist web/*/*/.next web/e2e/test-results web/apps/desk/public/guide

prepare-tests:
	scripts/prepare-tests.sh

# `npm ci` refuses a lock file that lacks other platforms' builds of an optional
# dependency, which some registries don't carry; this installs what is locked too.
web/node_modules/.package-lock.json: web/package-lock.json
	npm --prefix web install --no-save --no-audit --no-fund
	@touch $@

web/apps/desk/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	npm --prefix web run build
	@touch $@
