# Every command a person types; the checks of a change type the same ones. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
TARGET := $(or $(CARGO_TARGET_DIR),target)
# With --workspace, cargo always resolves the same features; with -p it would build the engine again.
CARGO_FLAGS := --locked --workspace

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

.PHONY: demo
demo: web/dist/index.html ## Build everything and show Relata on a sample of real mail headers
	@echo "== Building the release binary (the first time takes about half an hour on two cores: the query engine is large)"
	cargo build $(CARGO_FLAGS) --release --bin relata
	@echo "== Starting the demo; end it with Ctrl-C"
	$(TARGET)/release/relata demo $(DEMO)

.PHONY: test
test: ## Run everything: Rust, web, browser; install what the tests need
	tools/test

.PHONY: check
check: ## Format, lints and documentation, as the tests check them
	cargo fmt --all --check
	cargo clippy $(CARGO_FLAGS) --all-targets -- --deny warnings
	RUSTDOCFLAGS='--deny warnings' cargo doc $(CARGO_FLAGS) --no-deps

.PHONY: web
web: web/dist/index.html ## Build the web application

web/node_modules/.package-lock.json: web/package-lock.json
	@tools/need node npm
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(shell find web/src web/public web/index.html web/vite.config.ts -type f)
	@echo "== Building the web application"
	cd web && npm run build
	@touch $@

.PHONY: generate
generate: web/node_modules/.package-lock.json ## Make generated files anew: OpenAPI document, TypeScript types
	UPDATE_EXPECT=1 cargo test $(CARGO_FLAGS) --lib openapi
	cd web && npm run generate

.PHONY: fixtures
fixtures: ## Make the sample anew from the corpus: make fixtures CORPUS=enron_maildir_raw.tar.gz EMPLOYEES=employees.tsv
	python3 fixtures/enron/make.py $(CORPUS) $(EMPLOYEES)

.PHONY: validate
validate: ## Measure the strength on the public edge sets: make validate SETS=folder (see fixtures/validation/README.md)
	RELATA_VALIDATION_SETS=$(abspath $(SETS)) cargo test $(CARGO_FLAGS) --test published -- --nocapture

.PHONY: bench
bench: ## Benchmarks, with the peers beside in the same run
	python3 bench/run.py --date $$(date +%F)

.PHONY: bench-serving
bench-serving: ## Who knows whom and lists at size: make bench-serving SERVING="--contacts 5000000 --database postgresql"
	cargo build --release --workspace $(CARGO_FLAGS) --bin relata --example measure_serving
	python3 bench/serving.py $(SERVING)

.PHONY: instructions
instructions: ## Count the instructions of the hot functions, against bench/instructions.csv (two minutes; needs valgrind)
	tools/instructions

.PHONY: deny
deny: ## What is depended on: licences, banned crates, sources (builds cargo-deny the first time)
	tools/deny

.PHONY: advisories
advisories: ## Known weaknesses of what is depended on; needs the network: RustSec on GitHub, and the npm registry
	tools/deny advisories
	cd web && npm audit --omit=dev

.PHONY: schemathesis
schemathesis: ## Ask the whole API what its document promises, as three askers of different rights (three minutes)
	cargo build $(CARGO_FLAGS) --bin relata
	tools/schemathesis

.PHONY: fuzz
fuzz: ## Fuzz every parser for a minute each (needs cargo-fuzz)
	tools/fuzz
