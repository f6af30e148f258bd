package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"lopo/store/seal"
	"lopo/store/sqlite"
)

type restoreCmd struct {
	File string `arg:"" help:"A file that backup made." type:"existingfile"`
}

// Run puts a backup in the place of the ledger. What was there is kept beside it under another name.
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
	if err := copyFile(c.File, conf.DB); err != nil {
		return errors.Join(err, putBack(aside, conf.DB))
	}
	if err := sqlite.Verify(ctx, conf.DB, box, place); err != nil {
		return errors.Join(fmt.Errorf("%s cannot be used, nothing was changed: %w", c.File, err), putBack(aside, conf.DB))
	}
	fmt.Printf("%s is the ledger now, checked whole and readable with the key.\n", conf.DB)
	if aside != "" {
		fmt.Printf("What was there before is %s.\n", aside)
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
	if aside == "" {
		return nil
	}
	for _, s := range suffixes {
		if err := os.Remove(path + s); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
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

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return out.Sync()
}
