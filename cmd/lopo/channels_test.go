package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"lopo/bot/channel"
	"lopo/store"
	"lopo/store/seal"
	"lopo/store/sqlite"
)

// account writes how the account behind a channel is doing, as the running bot does.
func (o *office) account(a store.Account) {
	o.Helper()
	box, err := seal.New([]byte("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"))
	if err != nil {
		o.Fatal(err)
	}
	l, err := sqlite.Open(o.ctx, o.path("lopo.db"), box, nil)
	if err != nil {
		o.Fatal(err)
	}
	defer l.Close()
	if err := l.Do(o.ctx, func(tx *sqlite.Tx) error { return tx.PutAccount(a) }); err != nil {
		o.Fatal(err)
	}
}

// What staff do about an account: see how it is, with cause and end, and let its notices out again once it is well, not before.
func TestAccept17StaffCommands(t *testing.T) {
	o := newOffice(t, "LOPO_WHATSAPP=off")
	o.does("staff", "add", "ANI", "--role", "admin")
	o.does("staff", "add", "BUDI", "--by", "ANI")
	o.refuses("tidak ada kanal", "channels", "resume", "whatsapp", "--by", "ANI")

	until := time.Now().Add(6 * time.Hour)
	a := store.Account{Channel: "whatsapp", State: string(channel.Banned), Why: "code 101", Since: time.Now(), Until: until, Linked: true, Held: time.Now(), Cause: "banned: code 101"}
	o.account(a)
	if out := o.does("channels", "list"); !strings.Contains(out, "diblokir sementara sampai") || !strings.Contains(out, "code 101") || !strings.Contains(out, "ditahan") {
		t.Errorf("list:\n%s", out)
	}
	out, code := o.run("check")
	for _, want := range []string{"BAD   channel", "whatsapp: banned", "until", "because: code 101", "do not link it again", "lopo channels resume whatsapp", "lopo staff link", "does not run"} {
		if !strings.Contains(out, want) {
			t.Errorf("check ends with %d and does not say %q:\n%s", code, want, out)
		}
	}
	o.refuses("belum pulih", "channels", "resume", "whatsapp", "--by", "ANI")
	o.refuses("tidak berwenang", "staff", "link", "BUDI")

	a.State, a.Why, a.Until = string(channel.Up), "", time.Time{}
	o.account(a)
	o.does("channels", "resume", "whatsapp", "--by", "BUDI")
	if out := o.does("channels", "list"); strings.Contains(out, "ditahan") {
		t.Errorf("released:\n%s", out)
	}
	o.refuses("tidak sedang ditahan", "channels", "resume", "whatsapp", "--by", "ANI")

	word := regexp.MustCompile(`(?m)^  petugas-([a-z2-9]{4})-([a-z2-9]{4})$`)
	first, second := word.FindString(o.does("staff", "link", "ANI")), word.FindString(o.does("staff", "link", "BUDI", "--by", "ANI"))
	if first == "" || second == "" || first == second {
		t.Errorf("codes %q and %q", first, second)
	}
	o.does("staff", "unlink", "BUDI", "--by", "ANI")
	o.refuses("tidak ada petugas", "staff", "link", "NOBODY", "--by", "ANI")
	if out := o.does("licences"); !strings.Contains(out, "GNU GENERAL PUBLIC LICENSE") || !strings.Contains(out, "go.mau.fi/whatsmeow") {
		t.Error("licences are not printed")
	}
}
