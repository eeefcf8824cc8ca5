# Only Go is needed. `make check` also fetches the tools of .ci/tools.

GO    ?= go
TOOL   = $(GO) tool -modfile=.ci/tools/go.mod
# How long each fuzz target runs in `make fuzz`, or how many inputs (2000x).
FUZZ  ?= 10s
# Runs of each benchmark; ten give benchstat something to compare.
COUNT ?= 1

.DEFAULT_GOAL := help

.PHONY: help
help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

.PHONY: build
build: ## build bin/lampan, bin/lampan-pass and bin/lampan-zxcvbn
	$(GO) build -trimpath -o bin/ ./cmd/lampan ./cmd/lampan-pass ./cmd/lampan-zxcvbn

.PHONY: demo
demo: build ## audit the invented family, take down one post, compare
	$(GO) run ./cmd/internal/demo

.PHONY: test
test: ## run every test
	$(GO) test ./...

.PHONY: pack
pack: ## compile the rule pack again, after its YAML has changed
	$(GO) test ./rules/pack -run Compiled -update

.PHONY: check
check: ## everything that must hold before a commit: format, vet, lint, race, modules
	@test -z "$$($(TOOL) gofumpt -l cmd report rules scanner | tee /dev/stderr)" || (echo "make check: run 'make fmt'" && exit 1)
	$(GO) vet ./...
	$(GO) fix -diff ./...
	$(TOOL) golangci-lint run
	$(GO) test -race ./...
	$(GO) mod tidy -diff
	@.ci/vulncheck

.PHONY: fmt
fmt: ## format the code
	$(TOOL) gofumpt -w cmd report rules scanner

.PHONY: bench
bench: ## run the benchmarks; COUNT=10 for benchstat
	$(GO) test -run '^$$' -bench . -benchmem -count $(COUNT) ./...

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZ (10s) each
	@.ci/fuzz $(FUZZ)

# The development data of the password meter, which is not in the repository.
DATA ?= ../shared/data/passwords

.PHONY: eval-password
eval-password: ## measure the password meter on strings held apart; DATA=folder
	$(GO) run ./cmd/internal/passeval -data $(DATA)

.PHONY: password-tables
password-tables: ## make the password meter's tables again, for use and for measuring; DATA=folder
	$(GO) run ./cmd/internal/passtables -data $(DATA)

.PHONY: eval-posts
eval-posts: build ## measure what the rules find in posts that nobody tuned on
	cat testdata/corpus/held-*.jsonl | bin/lampan eval --posts /dev/stdin

.PHONY: eval-identifiers
eval-identifiers: build ## measure which numbers and addresses are found in snippets that nobody tuned on
	bin/lampan eval --identifiers testdata/identifiers/held-out.jsonl

.PHONY: train-posts
train-posts: ## teach the weights of rules/extract/sense again; BENIGN=folder of ordinary text
	@test -d "$(BENIGN)" || (echo "make train-posts: BENIGN=folder is missing: .txt files, one sentence a line" && exit 1)
	$(GO) run ./cmd/internal/sensetrain -examples -benign "$(BENIGN)" -out rules/extract/sense/weights.bin.gz testdata/corpus/dev-*.jsonl

# The development photos, which are not in the repository.
eval-photos mutate-photos: DATA = ../shared/data/photos

.PHONY: eval-photos
eval-photos: ## measure what is found in photos, beside ExifTool; DATA=folder
	$(GO) run ./cmd/internal/photoeval -data $(DATA)

.PHONY: mutate-photos
mutate-photos: ## read 100,000 broken photos; DATA=folder
	$(GO) run ./cmd/internal/photoeval -data $(DATA) -only mutations -mutations 100000

.PHONY: clean
clean: ## remove what was built
	rm -rf bin
