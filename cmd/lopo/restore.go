package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"lopo/store/seal"
	"lopo/store/sqlite"
)

type restoreCmd struct {
	File string `arg:"" help:"A file that backup made." type:"existingfile"`
}

// Run puts a backup in the place of the ledger. What was there is kept beside it under another name; files of announcements are added to those that
// are there.
func (c *restoreCmd) Run(ctx context.Context) error {
	conf, err := settings()
	if err != nil {
		return err
	}
	place, err := cityOf(conf)
	if err != nil {
		return err
	}
	secret, err := conf.Secret()
	if err != nil {
		return err
	}
	box, err := seal.New(secret)
	if err != nil {
		return err
	}
	aside, err := moveAside(ctx, conf.DB, box)
	if err != nil {
		return err
	}
	shelf, err := shelfOf(conf)
	if err != nil {
		return errors.Join(err, putBack(aside, conf.DB))
	}
	in, bad, err := unpack(c.File, conf.DB, shelf)
	if err == nil {
		err = sqlite.Verify(ctx, conf.DB, box, place)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%s cannot be used, nothing was changed: %w", c.File, err), putBack(aside, conf.DB))
	}
	fmt.Printf("%s is the ledger now, checked whole and readable with the key. %d files of announcements are back.\n", conf.DB, in.files()-len(bad))
	if aside != "" {
		fmt.Printf("What was there before is %s.\n", aside)
	}
	if len(bad) > 0 {
		return coded{fmt.Errorf("%d files in the backup are damaged and were left out; see lopo check", len(bad)), 1}
	}
	return nil
}

// parts of an SQLite database on disk.
var suffixes = []string{"", "-wal", "-shm"}

// moveAside gives the ledger that is there another name, unless the bot serves from it.
func moveAside(ctx context.Context, path string, box *seal.Box) (aside string, err error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	l, err := sqlite.Open(ctx, path, box, nil)
	if err == nil {
		err = l.Lock(ctx)
		err = errors.Join(err, l.Close())
	}
	if errors.Is(err, sqlite.ErrInUse) {
		return "", fmt.Errorf("the bot serves from %s; stop it first", path)
	}
	aside = path + "." + now().UTC().Format("20060102T150405Z")
	return aside, rename(path, aside)
}

func putBack(aside, path string) error {
	for _, s := range suffixes {
		if err := os.Remove(path + s); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if aside == "" {
		return nil
	}
	return rename(aside, path)
}

func rename(from, to string) error {
	for _, s := range suffixes {
		if err := os.Rename(from+s, to+s); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("move the old ledger aside: %w", err)
		}
	}
	return nil
}
