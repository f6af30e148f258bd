package flows

import (
	"strings"
	"testing"
	"time"

	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
	"lopo/store/city"
)

// What is asked of the loan, in all registers. The lines are ours, not those by which intents are learned.
func TestLoanAbout(t *testing.T) {
	place := city.Default()
	for line, want := range map[string]string{
		"dana pem itu sebenarnya apa": "", "doi pem tu kasi kembali ko": "what", "pem bantuan gratis ya?": "what",
		"kaka dana pem oesapa masih buka?": "open", "pem kpn bka lg": "open", "pencairan dana pem kapan e": "open", "pem su tutup ko": "open",
		"bisa pinjam paling banyak berapa di pem": "amount", "plafonnya pem brp": "amount",
		"kk bunga pem barapa": "charge", "pem ada jasanya ko": "charge",
		"jangka waktu pem berapa bulan": "tenor", "berapa kali cicilan pem": "tenor",
		"pinjam pem perlu jaminan apa e": "collateral", "perlu bpkb ko kalo pinjam pem": "collateral",
		"syrt pem ap sj kk": "papers", "berkas yang dibawa untuk pinjam pem apa": "papers", "siapa yang boleh pinjam pem": "papers",
		"karmana ajukan pem": "steps", "sy mau pinjam modal 2jt utk kios": "steps", "mau buka kios, butuh modal pem": "steps",
		"ketemu siapa kalau mau pinjam pem": "office", "sapa pengurus pem di oebufu": "office",
		"pinjam pem 5jt cicilan sebulan berapa": "estimate", "kalo pinjam dua juta di pem, satu bulan bayar barapa": "estimate", "hitung angsuran pem 3 juta": "estimate",
		"bayar cicilan pem di mana": "repay", "setor pem pi sapa": "repay",
		"beta telat bayar pem, karmana": "arrears", "tidak sanggup bayar cicilan pem": "arrears", "bisa undur bayar pem ko": "arrears",
		"be pung utang pem sisa barapa": "own", "sisa cicilan pem saya berapa": "own",
		"mau titip minat pem": "interest", "tarik minat": "withdraw",
	} {
		s := nlu.State{Now: time.Date(2026, 11, 25, 9, 0, 0, 0, store.WITA), City: place}
		r := nlu.Understand(line, s)
		intent := ""
		if r.Action == nlu.Act {
			intent = r.Intent
		}
		if got := strings.Join(loanAbout(intent, nlu.ReadLoan(line, s), r.Entities["amount"] != ""), ","); got != want {
			t.Errorf("%q (%s) is about %q, want %q", line, intent, got, want)
		}
	}
}

// A session of the version before, with the one choice it had, still leads to a person.
func TestLoanOfAnOlderVersion(t *testing.T) {
	words, err := locales.Load("id")
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(words, All()...)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, store.WITA)
	before := store.Session{Rev: 3, Flow: "pem", Version: 1, Step: "info", Shown: []store.Choice{{Value: "staff", Label: "Bertanya ke petugas"}}, Touched: now}
	f := store.Facts{Now: now, City: city.Default(), NextTicket: "T-0001", Contact: store.Contact{First: now}}
	if s := e.Take(before, f, store.Message{ID: "1", Kind: store.Text, Text: "1"}).Session; s.Flow != "ticket" || s.Step != "text" {
		t.Errorf("at %s.%s", s.Flow, s.Step)
	}
}
