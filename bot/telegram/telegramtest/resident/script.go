package resident

import (
	"fmt"
	"strings"
	"time"

	"lopo/bot/telegram/telegramtest"
)

// line is what she says to a message with these words in it. The first that fits counts.
type line struct {
	words  string
	answer func(*Resident, telegramtest.Seen) error
}

var script = []line{
	{"ada gangguan di pihak kami", func(_ *Resident, m telegramtest.Seen) error { return fmt.Errorf("was told: %s", m.Text) }},
	{"Itu tombol lama", func(_ *Resident, m telegramtest.Seen) error { return fmt.Errorf("was told: %s", m.Text) }},
	{"Nomor Bapak/Ibu: ", (*Resident).registered},
	{"Status: ", (*Resident).status},
	{"yang belum selesai (", pick("Lanjutkan")},
	{"Apa yang bisa kami bantu", pick("Daftar pelatihan kerja")},
	{"Pelatihan yang sedang dibuka", (*Resident).training},
	{"Pilih angkatan", (*Resident).any},
	{"Mau mendaftar?", pick("Ya, daftar")},
	{"Setuju datanya dicatat?", (*Resident).consent},
	{"tanggal lahir Bapak/Ibu", typed(func(r *Resident) string { return born(r.n).Format("02-01-2006") })},
	{"Siapa nama lengkap", typed(func(r *Resident) string { return r.Name })},
	{"Jenis kelamin?", (*Resident).any},
	{"Di kelurahan mana", (*Resident).kelurahan},
	{"Kelurahan di Kecamatan", (*Resident).any},
	{"Yang mana maksud", func(r *Resident, m telegramtest.Seen) error { return r.choose(m, "1. ") }},
	{"Pendidikan terakhir", (*Resident).any},
	{"Pekerjaan sekarang", (*Resident).any},
	{"mau pilihan kedua", (*Resident).any},
	{"Nomor HP yang bisa", typed(func(r *Resident) string { return fmt.Sprintf("0812 %04d %04d", 1000+r.n/9000, 1000+r.n%9000) })},
	{"meminta NIK", typed(func(r *Resident) string { return nik(r.n) })},
	{"Sudah benar?", (*Resident).review},
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

func pick(label string) func(*Resident, telegramtest.Seen) error {
	return func(r *Resident, m telegramtest.Seen) error { return r.choose(m, label) }
}

func typed(text func(*Resident) string) func(*Resident, telegramtest.Seen) error {
	return func(r *Resident, _ telegramtest.Seen) error {
		r.say(text(r))
		return nil
	}
}

func (r *Resident) training(m telegramtest.Seen) error {
	if r.Training == "" {
		return r.any(m)
	}
	return r.choose(m, r.Training)
}

// consent: every other one reads the whole of it first.
func (r *Resident) consent(m telegramtest.Seen) error {
	if r.n%2 == 0 && r.asked["Setuju datanya dicatat?"] == 1 {
		return r.choose(m, "Baca selengkapnya")
	}
	return r.choose(m, ". Setuju")
}

func (r *Resident) kelurahan(m telegramtest.Seen) error {
	if r.n%2 == 0 {
		return r.any(m)
	}
	r.say([]string{"Naikoten Satu", "Oebobo", "Lasiana", "Alak", "Sikumana", "Fatululi", "Penfui"}[r.n/2%7])
	return nil
}

func (r *Resident) review(m telegramtest.Seen) error {
	if r.n%2 == 0 {
		return r.choose(m, "kirim pendaftaran")
	}
	r.say("ya")
	return nil
}

func (r *Resident) registered(m telegramtest.Seen) error {
	_, rest, _ := strings.Cut(m.Text, "Nomor Bapak/Ibu: ")
	r.Number, _, _ = strings.Cut(rest, "\n")
	r.say("status")
	return nil
}

func (r *Resident) status(m telegramtest.Seen) error {
	if r.Number == "" || !strings.Contains(m.Text, r.Number) {
		return fmt.Errorf("the status does not show %q: %s", r.Number, m.Text)
	}
	return errDone
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
