package applicant

import (
	"fmt"
	"strings"
	"time"
)

// line is what she does at a message with these words in it. The first that fits counts.
type line struct {
	words  string
	answer func(*Applicant, Message) (Move, error)
}

var script = []line{
	{"ada gangguan di pihak kami", told},
	{"Itu tombol lama", told},
	{"Nomor Bapak/Ibu: ", (*Applicant).registered},
	{"Status: ", (*Applicant).status},
	{"yang belum selesai (", pick("Lanjutkan")},
	{"Apa yang bisa kami bantu", pick("Daftar pelatihan kerja")},
	{"Pelatihan yang sedang dibuka", (*Applicant).training},
	{"Pilih angkatan", (*Applicant).any},
	{"Mau mendaftar?", pick("Ya, daftar")},
	{"Setuju datanya dicatat?", (*Applicant).consent},
	{"tanggal lahir Bapak/Ibu", typed(func(a *Applicant) string { return born(a.n).Format("02-01-2006") })},
	{"Siapa nama lengkap", typed(func(a *Applicant) string { return a.Name })},
	{"Jenis kelamin?", (*Applicant).any},
	{"Di kelurahan mana", (*Applicant).kelurahan},
	{"Kelurahan di Kecamatan", (*Applicant).any},
	{"Yang mana maksud", pick("1. ")},
	{"Pendidikan terakhir", (*Applicant).any},
	{"Pekerjaan sekarang", (*Applicant).any},
	{"mau pilihan kedua", (*Applicant).any},
	{"Nomor HP yang bisa", typed(func(a *Applicant) string { return fmt.Sprintf("0812 %04d %04d", 1000+a.n/9000, 1000+a.n%9000) })},
	{"meminta NIK", typed(func(a *Applicant) string { return nik(a.n) })},
	{"Sudah benar?", (*Applicant).review},
}

// find is the line for a text, nil when there is none.
func find(text string) *line {
	for i := range script {
		if strings.Contains(text, script[i].words) {
			return &script[i]
		}
	}
	return nil
}

func told(_ *Applicant, m Message) (Move, error) { return Move{}, fmt.Errorf("was told: %s", m.Text) }

func pick(label string) func(*Applicant, Message) (Move, error) {
	return func(_ *Applicant, m Message) (Move, error) { return m.choose(label) }
}

func typed(text func(*Applicant) string) func(*Applicant, Message) (Move, error) {
	return func(a *Applicant, _ Message) (Move, error) { return Move{Say: text(a)}, nil }
}

// choose is the option that says so.
func (m Message) choose(label string) (Move, error) {
	for _, option := range m.Options {
		if strings.Contains(option, label) {
			return Move{Pick: option}, nil
		}
	}
	return Move{}, fmt.Errorf("no option %q in %q", label, m.Text)
}

// any takes one of the options, by turns; never the menu, nor the ways to turn a page.
func (a *Applicant) any(m Message) (Move, error) {
	var options []string
	for _, option := range m.Options {
		if number, label, ok := strings.Cut(option, ". "); ok && number != "0" && label != "Berikutnya" && label != "Sebelumnya" && label != "Pilih kecamatan lain" {
			options = append(options, option)
		}
	}
	if len(options) == 0 {
		return Move{}, fmt.Errorf("nothing to choose in %q", m.Text)
	}
	return Move{Pick: options[a.n%len(options)]}, nil
}

func (a *Applicant) training(m Message) (Move, error) {
	if a.Training == "" {
		return a.any(m)
	}
	return m.choose(a.Training)
}

// consent: every other one reads the whole of it first.
func (a *Applicant) consent(m Message) (Move, error) {
	if a.n%2 == 0 && a.asked["Setuju datanya dicatat?"] == 1 {
		return m.choose("Baca selengkapnya")
	}
	return m.choose(". Setuju")
}

func (a *Applicant) kelurahan(m Message) (Move, error) {
	if a.n%2 == 0 {
		return a.any(m)
	}
	return Move{Say: []string{"Naikoten Satu", "Oebobo", "Lasiana", "Alak", "Sikumana", "Fatululi", "Penfui"}[a.n/2%7]}, nil
}

func (a *Applicant) review(m Message) (Move, error) {
	if a.n%2 == 0 {
		return m.choose("kirim pendaftaran")
	}
	return Move{Say: "ya"}, nil
}

func (a *Applicant) registered(m Message) (Move, error) {
	_, rest, _ := strings.Cut(m.Text, "Nomor Bapak/Ibu: ")
	a.Number, _, _ = strings.Cut(rest, "\n")
	return Move{Say: "status"}, nil
}

func (a *Applicant) status(m Message) (Move, error) {
	if a.Number == "" || !strings.Contains(m.Text, a.Number) {
		return Move{}, fmt.Errorf("the status does not show %q: %s", a.Number, m.Text)
	}
	return Move{}, ErrDone
}

var (
	firsts  = []string{"Maria", "Yohanes", "Adriana", "Petrus", "Yuliana", "Markus", "Marselina", "Paulus", "Theresia", "Stefanus"}
	middles = []string{"Dorkas", "Daniel", "Ester", "Yakob", "Ribka", "Simon", "Debora", "Lukas", "Naomi", "Filipus"}
	lasts   = []string{"Nale", "Tefa", "Lado", "Benu", "Kase", "Bire", "Manafe", "Ndun", "Taneo", "Foeh"}
)

// name is another for every n below ten thousand.
func name(n int) string {
	return strings.Join([]string{firsts[n%10], middles[n/10%10], lasts[n/100%10], lasts[n/1000%10]}, " ")
}

// born makes everybody between 20 and 30 years old, for the next while.
func born(n int) time.Time {
	return time.Date(time.Now().Year()-30, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n%3600)
}

func nik(n int) string { return fmt.Sprintf("537104%s%04d", born(n).Format("020106"), 1001+n%8000) }
