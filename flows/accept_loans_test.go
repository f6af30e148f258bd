package flows_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lopo/flows"
	"lopo/flows/transcript"
	"lopo/flows/transcripttest"
	"lopo/locales"
	"lopo/store"
	"lopo/store/city"
)

// talk plays what a resident writes and returns what she reads, message by message.
func talk(t *testing.T, lines ...string) []string {
	t.Helper()
	s, err := transcript.Parse(t.Name(), "> "+strings.Join(lines, "\n> "))
	if err != nil {
		t.Fatal(err)
	}
	stage := (&transcripttest.Pure{TB: t}).Open(transcripttest.World(t))
	var said []string
	for _, answer := range transcripttest.Play(t, s, stage, nil) {
		said = append(said, strings.Join(transcript.Plain(answer), "\n"))
	}
	return said
}

// PEM answers come from the facts of the kelurahan that is meant, with date and source; old ones and missing ones are said to be unconfirmed and
// point to the office; in whatever of the 51 kelurahan.
func TestAccept21PEMAnswers(t *testing.T) {
	terms := map[string]store.LoanTerms{}
	for _, l := range transcripttest.Loans() {
		terms[l.Kelurahan] = l
	}
	questions := []string{"syarat pem kelurahan", "masih buka", "berapa bunganya", "pakai jaminan tidak", "tenornya berapa bulan"}
	var lines []string
	for _, k := range city.Default().Kelurahan {
		lines = append(append(lines, questions[0]+" "+k.Name), questions[1:]...)
	}
	all := talk(t, lines...)
	for n, k := range city.Default().Kelurahan {
		for i, said := range all[n*len(questions) : (n+1)*len(questions)] {
			where := k.Name + ", " + questions[i]
			l, filled := terms[k.Name]
			dated := strings.Contains(said, "Berlaku per Senin, 12 Okt 2026, sumber: ")
			warned := strings.Contains(said, "belum dipastikan masih berlaku") && strings.Contains(said, "Tanyakan dulu ke ")
			none := strings.Contains(said, "Belum ada data PEM") && strings.Contains(said, "Silakan tanya ke ") && strings.Contains(said, "jam")
			switch {
			case !strings.Contains(said, "Kelurahan "+k.Name) || !strings.Contains(said, "wajib dikembalikan"):
				t.Errorf("%s: %s", where, said)
			case !filled && (!none || dated || regexp.MustCompile(`Rp\d|%`).MatchString(said)):
				t.Errorf("%s: nothing is filled in: %s", where, said)
			case filled && k.Name != "Kolhua" && dated != (l.AsOf.Year() == 2026), filled && k.Name != "Kolhua" && warned == dated:
				t.Errorf("%s: %s", where, said)
			}
		}
	}
	if two := talk(t, "tenor pem naikoten dua", "tenor pem oesapa barat"); !strings.Contains(two[0], "18 bulan") || !strings.Contains(two[1], "12 bulan") {
		t.Errorf("two kelurahan, one answer:\n%s\n%s", two[0], two[1])
	}
	play(t, "loans/known", "loans/two", "loans/stale", "loans/unknown", "loans/closed", "loans/places", "loans/ticket", "loans/arrears", "loans/in-form", "loans/formal",
		"loans/casual", "loans/sms", "loans/kupang")
}

// No step of the loan asks what somebody owes or earns, and an interest is recorded only after a consent of its own.
func TestAccept21NoFinanceQuestion(t *testing.T) {
	words, err := locales.Load("id")
	if err != nil {
		t.Fatal(err)
	}
	private := regexp.MustCompile(`(?i)utang|gaji|penghasilan|pendapatan|omzet|rekening|KTP|NIK`)
	for _, f := range []*flows.Flow{flows.PEM, flows.Interest} {
		for _, s := range f.Steps {
			for _, kind := range []string{".ask", ".again", ".brief"} {
				if key := f.Name + "." + s.Name + kind; words.Has(key) && private.MatchString(words.Text(key, map[string]any{})) {
					t.Errorf("%s asks for private finances: %s", key, words.Text(key, map[string]any{}))
				}
			}
		}
	}
	for _, m := range moments(t) {
		asks := slices.ContainsFunc(m.out.Effects, func(e store.Effect) bool { _, ok := e.(store.AskLoan); return ok })
		agreed := m.facts.Contact.Consents["pem"] != ""
		if (asks || m.session.Flow == "interest" && slices.Contains([]string{"business", "need", "phone", "sure"}, m.session.Step)) && !agreed {
			t.Errorf("%s: an interest without a consent of its own", m.where)
		}
	}
	play(t, "loans/interest", "loans/consent-refused")
}

// An instalment is estimated from the terms that staff have set, for a sum written in any way; without terms there is no number.
func TestAccept22PEMEstimate(t *testing.T) {
	want := "sekitar Rp421.500 per bulan, 14 kali, mulai bulan ke-5" // (5.000.000 + 18 x 1%) / 14
	var lines []string
	for _, sum := range []string{"5 juta", "5jt", "Rp 5.000.000", "Rp5.000.000,-", "lima juta", "5.000.000", "5 jt", "lima juta rupiah"} {
		lines = append(lines, fmt.Sprintf("cicilan %s pem naikoten dua", sum), sum, "pem oesapa barat masih buka?",
			fmt.Sprintf("pem naikoten dua, kalau pinjam %s cicilannya berapa per bulan", sum), "0")
	}
	for i, said := range talk(t, lines...) {
		if lines[i] == "0" || lines[i] == "pem oesapa barat masih buka?" {
			continue
		}
		if !strings.Contains(said, want) || !strings.Contains(said, "perkiraan, bukan penawaran") || !strings.Contains(said, "Berlaku per ") {
			t.Errorf("%q: %s", lines[i], said)
		}
	}
	money := regexp.MustCompile(`Rp[\d.]+ per bulan`)
	for _, place := range []string{"Kolhua", "Bello", "Manutapen"} {
		for _, said := range talk(t, "cicilan 5 juta pem "+place, "4 juta", "simulasi angsuran 3jt") {
			if money.MatchString(said) || !strings.Contains(said, "tidak menebak angka") {
				t.Errorf("%s has no terms: %s", place, said)
			}
		}
	}
	sums := []string{"1 juta", "10 juta", "11 juta", "900 ribu"}
	for i, said := range talk(t, "cicilan "+sums[0]+" pem naikoten dua", sums[1], sums[2], sums[3]) {
		sum, outside := sums[i], i > 1
		if strings.Contains(said, "di luar batas") != outside || money.MatchString(said) == outside {
			t.Errorf("%s: %s", sum, said)
		}
	}
	play(t, "loans/estimate")
}

// Articles are said with source and date, and never without the advice to make sure; each is found by each of its own key words.
func TestArticlesAreFoundByTheirKeyWords(t *testing.T) {
	var lines, titles []string
	for _, a := range city.Default().Articles {
		if strings.HasPrefix(a.Code, "pem-") {
			continue
		}
		for _, ask := range a.Asks {
			lines, titles = append(lines, "apa itu "+ask+"?"), append(titles, a.Title)
		}
	}
	for i, said := range talk(t, lines...) {
		if !strings.Contains(said, titles[i]) || !strings.Contains(said, "Sumber: ") || !strings.Contains(said, "Cek dulu ke kantor") {
			t.Errorf("%q: %s", lines[i], said)
		}
	}
}

// What is none of an article's matter is not answered with one.
func TestArticlesLeaveOthersAlone(t *testing.T) {
	lines := []string{"harga beras berapa", "cara bikin skck", "bpjs kesehatan bagaimana", "resep kue lapis", "jadwal kapal ke rote", "mau daftar pelatihan menjahit", "lowongan sopir", "siapa presiden",
		"syarat pem", "pelatihan apa yang buka", "bagaimana cara urus akta lahir"}
	for i, said := range talk(t, lines...) {
		if strings.Contains(said, "Cek dulu ke kantor atau situs") {
			t.Errorf("%q: %s", lines[i], said)
		}
	}
}

// A member of staff opens and closes the loan of her kelurahan in her own chat; a try elsewhere is refused and written down, a change has who,
// when, before and after, and a role that is revoked is none.
func TestAccept37LoanFactsByChat(t *testing.T) {
	play(t, "loans/staff")
	s := transcripttest.Files(t, "loans/staff")[0]
	stage := (&transcripttest.Pure{TB: t}).Open(transcripttest.World(t))
	transcripttest.Play(t, s, stage, nil)
	log, err := stage.Ledger().AuditLog(t.Context(), "pem Naikoten Dua")
	if err != nil || len(log) != 2 || log[1].By != "Edi" || log[1].Before != "status=buka | per=2026-10-12" || log[1].After != "status=tutup | per=2026-11-02" {
		t.Errorf("the change: %+v, %v", log, err)
	}
	log, err = stage.Ledger().AuditLog(t.Context(), "Oesapa Barat")
	if err != nil || len(log) != 1 || log[0].By != "Edi" || log[0].Action != "refused: loans" {
		t.Errorf("the try: %+v, %v", log, err)
	}
}
