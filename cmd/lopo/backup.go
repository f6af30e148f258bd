package main

import (
	"context"
	"fmt"
)

type backupCmd struct {
	File string `arg:"" help:"The new file." type:"path"`
}

// Run copies the ledger.
func (c *backupCmd) Run(ctx context.Context) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	if err := p.ledger.Backup(ctx, c.File); err != nil {
		return err
	}
	fmt.Printf("%s is a whole copy of %s.\nThe secret key is not in it: keep a copy of %s (or of LOPO_SECRET_KEY) in another place.\n", c.File, p.config.DB, p.config.KeyFile())
	return nil
}
