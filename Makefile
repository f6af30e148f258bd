# What a developer and the build machine call. The work is done in .ci/, one script each.

VERSION = $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

.PHONY: build test accept bench cover licences

# One static binary. The version is handed in, since the history may not be there (a tarball, a container).
build:
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$(VERSION)" -o lopo ./cmd/lopo

# Every check there is; installs what it needs and the machine lacks.
test:
	@.ci/test

# The behaviours that residents and staff rely on, as a table.
accept:
	@.ci/accept

# Only packages that have benchmarks, so that nothing else is built.
bench:
	@go test -run '^$$' -bench . -benchmem $$(grep -rl --include='*_test.go' '^func Benchmark' bot cmd flows locales store | xargs -n1 dirname | sort -u | sed 's|^|./|')

cover:
	@go test -coverpkg ./... -coverprofile cover.prof ./... >/dev/null; code=$$?; go tool cover -func cover.prof; exit $$code

# NOTICE, and what "lopo licences" prints; the table is of what is linked. A licence that is unknown, or cannot be joined with ours, fails.
licences:
	@go test ./cmd/lopo -count=1 -run '^TestLicences' -v -licences
