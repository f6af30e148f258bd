package sqlite_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/city"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

var oesapa = store.LoanTerms{Kelurahan: "Oesapa Barat", Status: store.LoanOpen, Min: store.Known(500_000), Max: store.Known(5_000_000), Charge: store.Known(1500), ChargePer: store.PerMonth,
	Tenor: store.Known(18), Grace: store.Known(0), Collateral: store.Known(store.NoCollateral), Requirements: []string{"KTP", "SKU"}, Contact: "LPM", Hours: "08.00-12.00", Basis: "juknis",
	AsOf: noon, Source: "rapat", Example: true}

// read reads what a need asks for.
func read(t *testing.T, l *sqlite.Ledger, of store.Address, need store.Need) (f store.Facts) {
	t.Helper()
	if err := l.Do(t.Context(), func(tx *sqlite.Tx) error { return tx.More(of, need, &f) }); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(f.Read, need) {
		t.Errorf("of %+v was read %+v", need, f.Read)
	}
	return f
}

func do(t *testing.T, l *sqlite.Ledger, of store.Address, effects ...store.Effect) {
	t.Helper()
	err := l.Do(t.Context(), func(tx *sqlite.Tx) error { return errors.Join(tx.Meet(of, noon), tx.Apply(of, effects, noon)) })
	if err != nil {
		t.Fatal(err)
	}
}

// Terms come back as they were written, unknown figures apart from known zeros; every change leaves who, when, before and after.
func TestLoanTermsAndTheirHistory(t *testing.T) {
	l := sqlitetest.Open(t)
	other := store.LoanTerms{Kelurahan: "Alak", Max: store.Known(1_000_000)}
	if err := l.PutLoans(t.Context(), []store.LoanTerms{oesapa, other}, "Ibu Ana", noon); err != nil {
		t.Fatal(err)
	}
	got := read(t, l, store.Address{}, store.Need{Loan: "Oesapa Barat"}).Loan
	want := oesapa
	want.By, want.Changed = "Ibu Ana", noon.UTC()
	if got == nil || !got.AsOf.Equal(want.AsOf) {
		t.Fatalf("%+v", got)
	}
	got.AsOf, got.Changed = want.AsOf, want.Changed
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("got  %+v\nwant %+v", *got, want)
	}
	if f := read(t, l, store.Address{}, store.Need{Loan: "Alak"}); f.Loan.Min.Known || f.Loan.Grace.Known || f.Loan.Told() != true {
		t.Errorf("%+v", f.Loan)
	}
	if f := read(t, l, store.Address{}, store.Need{Loan: "Kolhua"}); f.Loan != nil {
		t.Errorf("nobody filled in %+v", f.Loan)
	}
	changed := oesapa
	changed.Status, changed.Tenor = store.LoanClosed, store.Known(12)
	for range 2 { // the second time nothing changes
		if err := l.PutLoans(t.Context(), []store.LoanTerms{changed}, "Bapak Yan", noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	log, err := l.AuditLog(t.Context(), sqlite.LoanObject("Oesapa Barat"))
	if err != nil || len(log) != 2 {
		t.Fatalf("%+v, %v", log, err)
	}
	if a := log[1]; a.By != "Bapak Yan" || !a.At.Equal(noon.Add(time.Hour)) || a.Before != "status=buka | tenor=18" || a.After != "status=tutup | tenor=12" {
		t.Errorf("%+v", a)
	}
	if list, err := l.Loans(t.Context()); err != nil || len(list) != 2 || list[0].Kelurahan != "Alak" {
		t.Errorf("%+v, %v", list, err)
	}
}

// An interest belongs to one chat: another cannot withdraw it, an erasure takes it, a new address of the same person keeps it, and after a year it goes.
func TestLoanInquiriesBelongToTheirChat(t *testing.T) {
	l := sqlitetest.Open(t)
	maria, yan := store.Address{Channel: "telegram", Chat: "7"}, store.Address{Channel: "telegram", Chat: "8"}
	q := store.LoanInquiry{Kelurahan: "Alak", Business: "jual_ikan", Need: "beli perahu rahasia", Phone: "+6281234567890"}
	do(t, l, maria, store.AskLoan{Inquiry: q})
	do(t, l, yan, store.AskLoan{Inquiry: q})
	mine := read(t, l, maria, store.Need{Inquiries: true}).Inquiries
	if len(mine) != 1 || mine[0].Need != q.Need || mine[0].Phone != q.Phone || mine[0].Of != maria || !mine[0].At.Equal(noon) {
		t.Fatalf("%+v", mine)
	}
	do(t, l, yan, store.WithdrawLoan{ID: mine[0].ID})
	if left, err := l.LoanInquiries(t.Context()); err != nil || len(left) != 2 {
		t.Errorf("somebody else withdrew it: %+v, %v", left, err)
	}
	var open int
	if err := file(t, l).QueryRow(`SELECT count(*) FROM loan_inquiries WHERE instr(need, 'perahu') OR instr(phone, '8123')`).Scan(&open); err != nil || open != 0 {
		t.Errorf("%d rows are not sealed, %v", open, err)
	}
	moved := store.Address{Channel: "telegram", Chat: "70"}
	if err := l.Do(t.Context(), func(tx *sqlite.Tx) error { _, err := tx.Move(maria, moved, 0, noon); return err }); err != nil {
		t.Fatal(err)
	}
	if list := read(t, l, moved, store.Need{Inquiries: true}).Inquiries; len(list) != 1 {
		t.Errorf("after the move: %+v", list)
	}
	do(t, l, moved, store.Erase{})
	if list, err := l.LoanInquiries(t.Context()); err != nil || len(list) != 1 || list[0].Of != yan {
		t.Errorf("after the erasure: %+v, %v", list, err)
	}
	for _, c := range []struct {
		after time.Duration
		left  int
	}{{sqlite.KeepInquiries - time.Hour, 1}, {sqlite.KeepInquiries + time.Hour, 0}} {
		if err := l.Retain(t.Context(), noon.Add(c.after)); err != nil {
			t.Fatal(err)
		}
		if list, _ := l.LoanInquiries(t.Context()); len(list) != c.left {
			t.Errorf("after %v: %d interests", c.after, len(list))
		}
	}
}

// terms stands for the form in which words are compared, which package nlu gives.
func terms(text string) string { return strings.ToLower(text) }

// Articles are found by any of their words, those that fit best first; what is hidden is not found; what staff wrote is not shipped over.
func TestArticlesAreSearchedAndKept(t *testing.T) {
	l := sqlitetest.Open(t)
	shipped := city.Default().Articles
	for range 2 { // the second time there is nothing to do
		if err := l.ShipArticles(t.Context(), shipped, terms, noon); err != nil {
			t.Fatal(err)
		}
	}
	find := func(question string) (codes []string) {
		for _, a := range read(t, l, store.Address{}, store.Need{Search: terms(question)}).Found {
			codes = append(codes, a.Code)
		}
		return codes
	}
	for question, want := range map[string]string{"iuran BPJS ketenagakerjaan": "bpjs-bpu", "kartu kuning": "ak1", "bursa kerja khusus": "bkk", "xyz nib": "nib"} {
		if got := find(question); len(got) == 0 || got[0] != want {
			t.Errorf("%q finds %v", question, got)
		}
	}
	kur := shipped[1]
	kur.Text, kur.Asks = "Hubungi bank.", append(kur.Asks, "kredit murah", `kredit" OR (murah`)
	if err := l.PutArticles(t.Context(), []store.Article{kur}, terms, "Ibu Ana", noon); err != nil {
		t.Fatal(err)
	}
	newer := append([]store.Article(nil), shipped...)
	newer[1].Text, newer[2].Text = "versi baru", "versi baru"
	if err := l.ShipArticles(t.Context(), newer, terms, noon); err != nil {
		t.Fatal(err)
	}
	if a := read(t, l, store.Address{}, store.Need{Article: kur.Code}).Article; a == nil || a.Text != kur.Text || a.By != "Ibu Ana" {
		t.Errorf("what staff wrote became %+v", a)
	}
	if a := read(t, l, store.Address{}, store.Need{Article: newer[2].Code}).Article; a == nil || a.Text != "versi baru" {
		t.Errorf("what nobody wrote stays %+v", a)
	}
	if got := find("kredit murah"); len(got) == 0 || got[0] != "kur" {
		t.Errorf("a new key word finds %v", got)
	}
	if got := find(`" OR (murah`); len(got) == 0 || got[0] != "kur" {
		t.Errorf("a key word with signs finds %v", got)
	}
	kur.Text = ""
	if err := l.PutArticles(t.Context(), []store.Article{kur}, terms, "Ibu Ana", noon); err != nil {
		t.Fatal(err)
	}
	if a := read(t, l, store.Address{}, store.Need{Article: "kur"}).Article; a != nil {
		t.Errorf("hidden, and read: %+v", a)
	}
	if got := find("kredit usaha rakyat"); len(got) > 0 && got[0] == "kur" {
		t.Errorf("hidden, and found: %v", got)
	}
	log, err := l.AuditLog(t.Context(), "kur")
	if err != nil || len(log) != 2 || !strings.Contains(log[1].Before, "Hubungi bank.") || log[1].By != "Ibu Ana" {
		t.Errorf("%+v, %v", log, err)
	}
	if log, _ := l.AuditLog(t.Context(), "nib"); len(log) != 0 {
		t.Errorf("what is shipped is nobody's change: %+v", log)
	}
}
