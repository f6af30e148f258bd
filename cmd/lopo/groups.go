package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"

	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

type groupsCmd struct {
	Invite groupsInviteCmd `cmd:"" help:"Buat kode sekali pakai agar satu grup menerima pengumuman."`
	List   groupsListCmd   `cmd:"" help:"Daftar grup dan keadaannya."`
	Unbind groupsUnbindCmd `cmd:"" help:"Hentikan pengumuman ke satu grup."`
}

type groupsInviteCmd struct {
	Kelurahan string          `arg:"" help:"Nama kelurahan, atau dinas untuk seluruh kota."`
	Kind      store.GroupKind `help:"karang-taruna, rt-rw, atau kelurahan." enum:"karang-taruna,rt-rw,kelurahan" default:"kelurahan"`
	By        string          `required:"" help:"Nama petugas."`
}

// Run prints a one-time code. Whoever writes it in a group that the bot is in makes it one that gets announcements.
func (c *groupsInviteCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		in, err := kelurahanNamed(p.city, c.Kelurahan)
		if err != nil {
			return err
		}
		if err := p.may(ctx, c.By, store.ToGather, in); err != nil {
			return err
		}
		code := newCode()
		if err := p.ledger.PutGroupCode(ctx, code, c.Kind, in, c.By, now()); err != nil {
			return err
		}
		word := "grup-" + store.CodeShown(code)
		fmt.Printf(`Kode untuk satu grup (%s, %s), berlaku satu hari, sekali pakai, terkunci setelah lima kali salah:

  %s

Berikan kepada pengurus grup. Caranya:
1. Pengurus menambahkan bot ke grup, seperti menambah anggota. Bot tidak pernah masuk sendiri.
   Di Telegram bisa lewat tautan https://t.me/NAMABOT?startgroup=%s (ganti NAMABOT): bot masuk dan grup langsung tertaut.
2. Pengurus menulis kode itu di grup. Di Telegram, awali dengan nama bot: @NAMABOT %s
3. Bot menjawab apa yang akan dikirim dan bagaimana menghentikannya. Periksa: lopo groups list
`, c.Kind, scopeName(in), word, word, word)
		return nil
	})
}

type groupsListCmd struct{}

// groupStates say how a group is doing.
var groupStates = map[store.GroupState]string{
	store.GroupBound: "menerima pengumuman", store.GroupMuted: "hanya admin grup boleh menulis: jadikan bot admin grup", store.GroupLeft: "bot dikeluarkan",
	store.GroupUnbound: "dihentikan",
}

// Run lists the groups.
func (*groupsListCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		list, err := p.ledger.Groups(ctx)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			fmt.Println("Belum ada grup. Mulai dengan: lopo groups invite KELURAHAN --by NAMA")
			return nil
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "GRUP\tNAMA\tKANAL\tJENIS\tWILAYAH\tSEJAK\tOLEH\tKEADAAN")
		for _, g := range list {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", p.ledger.GroupID(g.Of), cmp.Or(g.Name, "-"), g.Of.Channel, g.Kind, scopeName(g.Kelurahan), locales.DateTime(g.Since), g.By,
				groupStates[g.State])
		}
		return w.Flush()
	})
}

type groupsUnbindCmd struct {
	Group string `arg:"" help:"Nama pendek grup, dari lopo groups list."`
	By    string `required:"" help:"Nama petugas."`
}

// Run ends the announcements to a group.
func (c *groupsUnbindCmd) Run(ctx context.Context) error {
	return withLedger(ctx, "", func(p *parts) error {
		g, err := p.ledger.FindGroup(ctx, c.Group)
		if errors.Is(err, sqlite.ErrNoGroup) {
			return fmt.Errorf("tidak ada grup %q; lihat: lopo groups list", c.Group)
		}
		if err != nil {
			return err
		}
		if err := p.may(ctx, c.By, store.ToGather, g.Kelurahan); err != nil {
			return err
		}
		return done(p.ledger.UnbindGroup(ctx, g.Of, c.By, now()), "Grup "+c.Group+" tidak menerima pengumuman lagi.")
	})
}
