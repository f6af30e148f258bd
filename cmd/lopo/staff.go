package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

type staffCmd struct {
	Add    staffAddCmd    `cmd:"" help:"Tambah petugas atau ganti perannya."`
	List   staffListCmd   `cmd:"" help:"Daftar petugas."`
	Link   staffLinkCmd   `cmd:"" help:"Buat kode sekali pakai agar petugas menerima peringatan di percakapannya."`
	Unlink staffUnlinkCmd `cmd:"" help:"Putuskan percakapan petugas."`
	Revoke staffRevokeCmd `cmd:"" help:"Cabut peran petugas, langsung berlaku."`
}

type staffAddCmd struct {
	Name  string `arg:"" help:"Nama petugas."`
	Role  string `help:"admin, operator, approver (penyetuju), editor (kelurahan), lpm, bkk, karang-taruna, atau reader." default:"operator"`
	Scope string `help:"Kelurahan, atau dinas untuk seluruh kota. Untuk bkk: nama sekolah."`
	Until string `help:"Hari terakhir peran ini berlaku, misalnya \"31 Des 2027\"."`
	By    string `help:"Nama admin. Petugas pertama tidak memerlukannya, dan harus admin."`
}

// Run adds a member of staff, or changes her role, and prints the code by which she takes it up in her own chat. The first must be an admin;
// everybody after that is added by one.
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
	s, err := c.staff(p.city)
	if err != nil {
		return err
	}
	switch {
	case len(list) > 0:
		if err := p.may(ctx, c.By, store.ToAppoint, ""); err != nil {
			return err
		}
	case s.Role != store.Admin:
		return errors.New("petugas pertama harus admin: tambahkan --role admin")
	case c.By == "":
		c.By = c.Name
	}
	end := ""
	if !s.Until.IsZero() {
		end = " sampai " + locales.DateTime(s.Until)
	}
	if err := done(p.ledger.PutStaff(ctx, s, c.By, now()), fmt.Sprintf("%s sekarang %s, %s%s.", c.Name, s.Role, scopeSaid(s), end)); err != nil {
		return err
	}
	return p.printCode(ctx, c.Name, c.By)
}

// staff reads what is to be kept.
func (c *staffAddCmd) staff(city *store.City) (s store.Staff, err error) {
	s.Name = c.Name
	if s.Role, err = roleNamed(c.Role); err != nil {
		return s, err
	}
	if s.Scope = strings.TrimSpace(c.Scope); s.Role != store.BKK {
		if s.Scope, err = kelurahanNamed(city, c.Scope); err != nil {
			return s, err
		}
	}
	switch {
	case (s.Role == store.Editor || s.Role == store.LPM) && c.Scope == "":
		return s, fmt.Errorf("peran %s perlu --scope KELURAHAN", s.Role)
	case s.Role == store.Admin && s.Scope != "":
		return s, errors.New("admin berwenang di seluruh kota: hapus --scope")
	}
	s.Until, err = until(c.Until)
	return s, err
}

// scopeSaid says where a role holds.
func scopeSaid(s store.Staff) string {
	if s.Role == store.BKK && s.Scope != "" {
		return s.Scope
	}
	return scopeName(s.Scope)
}

type staffListCmd struct{}

// Run lists everybody with a role.
func (*staffListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Staff(ctx)
		if err != nil {
			return err
		}
		chats, err := p.ledger.StaffChats(ctx, now())
		if err != nil {
			return err
		}
		for _, s := range list {
			state := ""
			switch {
			case s.Revoked:
				state = " (dicabut)"
			case !s.Until.IsZero() && !now().Before(s.Until):
				state = " (berakhir " + locales.DateTime(s.Until) + ")"
			case !s.Until.IsZero():
				state = " (sampai " + locales.DateTime(s.Until) + ")"
			}
			for _, c := range chats {
				if c.Name == s.Name {
					state += " [" + c.Of.Channel + "]"
				}
			}
			fmt.Printf("%s: %s, %s%s\n", s.Name, s.Role, scopeSaid(s), state)
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
	if err := p.may(ctx, c.By, store.ToAppoint, ""); err != nil {
		return err
	}
	return p.printCode(ctx, c.Name, c.By)
}

// printCode makes a one-time code for whoever has a role now.
func (p *parts) printCode(ctx context.Context, name, by string) error {
	list, err := p.ledger.Staff(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(s store.Staff) bool { return s.Name == name })
	if i < 0 {
		return fmt.Errorf("tidak ada petugas bernama %q; tambahkan dulu: lopo staff add", name)
	}
	if why := list[i].May(store.ToLook, list[i].Scope, now()); why != store.Allowed {
		return refused(&sqlite.RefusedError{Staff: list[i], Do: store.ToLook, Why: why})
	}
	code := newCode()
	if err := p.ledger.PutStaffCode(ctx, name, code, by, now()); err != nil {
		return err
	}
	word := "petugas-" + store.CodeShown(code)
	fmt.Printf(`Kode untuk %s, berlaku satu hari, sekali pakai, terkunci setelah lima kali salah:

  %s

Kirim tulisan itu dari percakapan pribadi %s dengan bot. Di Telegram bisa juga lewat tautan
https://t.me/NAMABOT?start=%s (ganti NAMABOT). Pilih kanal lain daripada yang mungkin bermasalah:
gangguan WhatsApp diberitahukan di Telegram. Jangan kirim kode ini ke grup.
`, name, word, name, word)
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
	if err := p.may(ctx, c.By, store.ToAppoint, ""); err != nil {
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
	if err := p.may(ctx, c.By, store.ToAppoint, ""); err != nil {
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
