package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// files looks for the pictures and documents that announcements name.
func (f *findings) files(ctx context.Context, p *parts) {
	shelf, err := shelfOf(p.config)
	if err != nil {
		f.fail("files", err)
		return
	}
	named, err := p.ledger.NamedFiles(ctx)
	if err != nil {
		f.fail("files", err)
		return
	}
	missing := 0
	for _, n := range named {
		_, _, err := shelf.Read(n.Sum)
		if err == nil {
			continue
		}
		missing++
		what := "is missing"
		if !errors.Is(err, fs.ErrNotExist) {
			what = "cannot be read"
		}
		if n.Stage.Over() {
			f.note("files", fmt.Sprintf("the file of %s %s (%s)", n.Ref, what, missingFile(n)))
			continue
		}
		f.fail("files", fmt.Errorf("the file of %s %s: %s", n.Ref, what, missingFile(n)))
	}
	if missing == 0 {
		f.ok("files", fmt.Sprintf("%d named by announcements, all there", len(named)))
	}
}
