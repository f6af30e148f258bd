package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"

	"lopo/store"
)

type staffCmd struct {
	Add    staffAddCmd    `cmd:"" help:"Tambah petugas atau ganti perannya."`
	List   staffListCmd   `cmd:"" help:"Daftar petugas."`
	Link   staffLinkCmd   `cmd:"" help:"Buat kode sekali pakai agar petugas menerima peringatan di percakapannya."`
	Unlink staffUnlinkCmd `cmd:"" help:"Putuskan percakapan petugas."`
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
		if err != nil {
			return err
		}
		chats, err := p.ledger.StaffChats(ctx)
		if err != nil {
			return err
		}
		for _, s := range list {
			state := ""
			if s.Revoked {
				state = " (dicabut)"
			}
			for _, c := range chats {
				if c.Name == s.Name {
					state += " [" + c.Of.Channel + "]"
				}
			}
			fmt.Printf("%s: %s %s%s\n", s.Name, s.Role, s.Scope, state)
		}
		return nil
	})
}

type staffLinkCmd struct {
	Name string `arg:"" help:"Nama petugas."`
	By   string `help:"Nama admin; tidak perlu bila petugas itu sendiri admin."`
}

// Run prints a one-time code. Whoever sends it to the bot is that member of staff from then on.
func (c *staffLinkCmd) Run(ctx context.Context) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	if c.By == "" {
		c.By = c.Name
	}
	if err := p.as(ctx, c.By, store.Admin); err != nil {
		return err
	}
	if err := p.as(ctx, c.Name, store.Admin, store.Operator, store.Reader); err != nil {
		return err
	}
	code := newCode()
	if err := p.ledger.PutStaffCode(ctx, c.Name, code, c.By, now()); err != nil {
		return err
	}
	word := "petugas-" + store.CodeShown(code)
	fmt.Printf(`Kode untuk %s, berlaku satu hari, sekali pakai, terkunci setelah lima kali salah:

  %s

Kirim tulisan itu dari percakapan pribadi %s dengan bot. Di Telegram bisa juga lewat tautan
https://t.me/NAMABOT?start=%s (ganti NAMABOT). Pilih kanal lain daripada yang mungkin bermasalah:
gangguan WhatsApp diberitahukan di Telegram. Jangan kirim kode ini ke grup.
`, c.Name, word, c.Name, word)
	return nil
}

// newCode makes a one-time code.
func newCode() string {
	code := make([]byte, store.CodeLength)
	for i := range code {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(store.CodeLetters))))
		if err != nil {
			panic(err) // the system has no randomness
		}
		code[i] = store.CodeLetters[n.Int64()]
	}
	return string(code)
}

type staffUnlinkCmd struct {
	Name string `arg:"" help:"Nama petugas."`
	By   string `required:"" help:"Nama admin."`
}

// Run takes the chats of a member of staff away.
func (c *staffUnlinkCmd) Run(ctx context.Context) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.ledger.Close()
	if err := p.as(ctx, c.By, store.Admin); err != nil {
		return err
	}
	n, err := p.ledger.UnlinkStaff(ctx, c.Name, c.By, now())
	return done(err, fmt.Sprintf("%d percakapan %s diputuskan.", n, c.Name))
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
