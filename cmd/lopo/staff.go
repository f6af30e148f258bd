package main

import (
	"context"
	"errors"
	"fmt"

	"lopo/store"
)

type staffCmd struct {
	Add    staffAddCmd    `cmd:"" help:"Tambah petugas atau ganti perannya."`
	List   staffListCmd   `cmd:"" help:"Daftar petugas."`
	Revoke staffRevokeCmd `cmd:"" help:"Cabut peran petugas, langsung berlaku."`
}

type staffAddCmd struct {
	Name  string     `arg:"" help:"Nama petugas."`
	Role  store.Role `help:"admin, operator, atau reader." enum:"admin,operator,reader" default:"operator"`
	Scope string     `help:"Kelurahan; kosong untuk seluruh kota."`
	By    string     `help:"Nama admin. Petugas pertama tidak memerlukannya, dan harus admin."`
}

// Run adds a member of staff. The first must be an admin; everybody after that is added by one.
func (c *staffAddCmd) Run(ctx context.Context) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	list, err := p.ledger.Staff(ctx)
	if err != nil {
		return err
	}
	switch {
	case len(list) > 0:
		if err := p.as(ctx, c.By, store.Admin); err != nil {
			return err
		}
	case c.Role != store.Admin:
		return errors.New("petugas pertama harus admin: tambahkan --role admin")
	}
	s := store.Staff{Name: c.Name, Role: c.Role, Scope: c.Scope}
	return done(p.ledger.PutStaff(ctx, s, c.By, now()), fmt.Sprintf("%s sekarang %s.", c.Name, c.Role))
}

type staffListCmd struct{}

// Run lists everybody with a role.
func (*staffListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Staff(ctx)
		for _, s := range list {
			state := ""
			if s.Revoked {
				state = " (dicabut)"
			}
			fmt.Printf("%s: %s %s%s\n", s.Name, s.Role, s.Scope, state)
		}
		return err
	})
}

type staffRevokeCmd struct {
	Name string `arg:"" help:"Nama petugas."`
	By   string `required:"" help:"Nama admin."`
}

// Run takes a role away.
func (c *staffRevokeCmd) Run(ctx context.Context) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	if err := p.as(ctx, c.By, store.Admin); err != nil {
		return err
	}
	list, err := p.ledger.Staff(ctx)
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.Name == c.Name {
			s.Revoked = true
			return done(p.ledger.PutStaff(ctx, s, c.By, now()), c.Name+" dicabut.")
		}
	}
	return fmt.Errorf("tidak ada petugas bernama %q", c.Name)
}
