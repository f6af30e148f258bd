package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lopo/store/sqlite"
)

type backupCmd struct {
	File string `arg:"" help:"The new file." type:"path"`
}

// Run copies the ledger, and the pictures and documents of announcements, into one file.
func (c *backupCmd) Run(ctx context.Context) error {
	if _, err := os.Stat(c.File); err == nil {
		return fmt.Errorf("backup: %s exists already", c.File)
	}
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	shelf, err := shelfOf(p.config)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(c.File), ".lopo-*") // on the disk that has room for it
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer os.RemoveAll(dir)
	db := filepath.Join(dir, ledgerName)
	named, err := p.ledger.Backup(ctx, db)
	if err != nil {
		return err
	}
	var in contents
	err = asOne(c.File, func(w io.Writer) (err error) {
		in, err = pack(w, db, named, shelf, now())
		return err
	})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	fmt.Printf("%s is a whole copy of %s, with %d files of announcements.\nThe secret key is not in it: keep a copy of %s (or of LOPO_SECRET_KEY) in another place.\n",
		c.File, p.config.DB, in.files(), p.config.KeyFile())
	return in.complain()
}

// complain says which files of announcements are not in a backup. It is made all the same: the ledger is what cannot be replaced.
func (c contents) complain() error {
	if len(c.Missing) == 0 {
		return nil
	}
	for _, f := range c.Missing {
		fmt.Printf("missing: the file of %s (%s)\n", f.Ref, missingFile(f))
	}
	return coded{errors.New("the backup is made, without the files that are missing; see lopo check"), 1}
}

// missingFile says how an announcement goes on whose file is missing.
func missingFile(f sqlite.Named) string {
	if f.Stage.Over() {
		return "it is over"
	}
	return "its text goes out alone; write it anew with the file"
}
