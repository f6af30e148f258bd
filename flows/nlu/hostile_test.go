package nlu_test

import (
	"math"
	"math/rand"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lopo/flows/nlu"
	"lopo/store"
)

// hostile makes texts that no resident writes: random bytes, cut characters, and long runs of what the readers look for. Always the same ones.
func hostile(n int) []string {
	r := rand.New(rand.NewSource(51))
	pieces := []string{"naikoten", "1", "satu", " ", "  ", "'", "iii", "dua", "puluh", "kecamatan", "kelurahan", "rt", "/", "?", "nama", "saya", "S.Pd", ",", ".", "12", "juni",
		"tahun", "d", "paket", "b", "\u200b", "👍", "1️⃣", "\xff", "\xf0\x9f", "tidak", "ya", "kpg", "2026", "-", "+62", "08", "5371", "ubah", "stop", "belas", "umur", "dari", "ﷺ",
		"̴", "İ", "\x00", "ko", "ke", "seribu", "ratus", "sd", "tamat", "sama", "ini", "\n", "＠", "٣", "Ⅳ", "di", "status"}
	out := []string{"", " ", "'", "''", ".", "?", "/", "//", "/ ", "/@", "@", "-", "+", "ke", "d", "s", strings.Repeat("a", 4096), strings.Repeat("satu ", 900), strings.Repeat("9", 4096),
		strings.Repeat("\u200b", 4096), strings.Repeat("ﷺ", 2000), strings.Repeat("👍", 1000), strings.Repeat("\xff", 4096), strings.Repeat("kecamatan ", 400), strings.Repeat("naikoten ", 400)}
	for len(out) < n {
		var b strings.Builder
		if r.Intn(2) == 0 {
			for range r.Intn(60) {
				b.WriteByte(byte(r.Intn(256)))
			}
		} else {
			for range r.Intn(14) {
				b.WriteString(pieces[r.Intn(len(pieces))])
				if r.Intn(2) == 0 {
					b.WriteByte(' ')
				}
			}
		}
		out = append(out, b.String())
	}
	return out
}

// TestHostile sends them through every reader: nothing panics, exactly one of Value, Why and Among is set, every reason is a listed one, and
// the same text gives the same reading again.
func TestHostile(t *testing.T) {
	reasons := nlu.Reasons()
	slot := map[string]string{"FullName": "name", "Birth": "birthdate", "Birthdate": "birthdate", "TradeChoice": "trade", "Count": "number", "Business": "business_type", "Amount": "amount", "Gender": "gender", "Kelurahan": "kelurahan", "Education": "education", "Work": "work", "Phone": "phone", "NIK": "nik", "YesNo": "yesno", "FreeText": "text"}
	for _, s := range hostile(10_000) {
		clean := nlu.Clean(s)
		if !utf8.ValidString(clean) || utf8.RuneCountInString(clean) > 300 {
			t.Fatalf("Clean(%q) = %q", s, clean)
		}
		c, ok := nlu.ReadCommand(s)
		if c2, ok2 := nlu.ReadCommand(s); c != c2 || ok != ok2 {
			t.Fatalf("ReadCommand(%q) differs", s)
		}
		nlu.Topic(s)
		nlu.Trade(s)
		nlu.Pick(s, 9)
		nlu.Number(s)
		nlu.Match(s, []string{"Menjahit", "", "Tata boga", s})
		nlu.Age(s, today)
		nlu.NIKBorn(s, today)
		nlu.KelurahanIn(s, kupang)
		for name, accept := range accepts {
			in := text(s)
			r := accept(in)
			set := 0
			for _, is := range []bool{r.Value != "", r.Why != "", len(r.Among) > 0} {
				if is {
					set++
				}
			}
			if set != 1 {
				t.Fatalf("%s(%q) = %+v", name, s, r)
			}
			if r.Why != "" && !contains(reasons[slot[name]], r.Why) {
				t.Fatalf("%s(%q): reason %q is not listed", name, s, r.Why)
			}
			if again := accept(in); !reflect.DeepEqual(r, again) {
				t.Fatalf("%s(%q) differs: %+v, %+v", name, s, r, again)
			}
			accept(nlu.Input{Text: s})
		}
	}
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func TestHostileLocation(t *testing.T) {
	for _, v := range []float64{0, 91, -1e308, math.NaN(), math.Inf(1)} {
		r := nlu.Kelurahan(nlu.Input{Kind: store.Location, Lat: v, Lon: v, City: kupang})
		if r.Why != "outside_city" {
			t.Errorf("%v: got %s", v, brief(r))
		}
	}
}

// TestQuick holds that no message makes a reader slow. They take at most some hundred microseconds; the limit leaves room for a busy machine.
func TestQuick(t *testing.T) {
	for _, s := range []string{strings.Repeat("a", 4096), strings.Repeat("naikotan bakunasi ", 200), strings.Repeat("menjahut ", 400), strings.Repeat("ﷺ", 2000)} {
		for name, accept := range accepts {
			accept(text(s))
			best := time.Hour
			for range 5 {
				start := time.Now()
				accept(text(s))
				best = min(best, time.Since(start))
			}
			if best > 20*time.Millisecond {
				t.Errorf("%s took %s", name, best)
			}
		}
	}
}

func BenchmarkClean(b *testing.B) {
	for b.Loop() {
		nlu.Clean("Beta mo daftar kursus menjahit dong kaka 👍")
	}
}

func BenchmarkReadCommand(b *testing.B) {
	for b.Loop() {
		nlu.ReadCommand("tolong berhenti kirim info lowongn")
	}
}

func BenchmarkTopic(b *testing.B) {
	for b.Loop() {
		nlu.Topic("selamat pagi kaka beta mo daftar kursus jahit do")
	}
}

func BenchmarkKelurahan(b *testing.B) {
	in := text("nkoten satu")
	for b.Loop() {
		nlu.Kelurahan(in)
	}
}

func BenchmarkKelurahanUnknown(b *testing.B) {
	in := text("saya tinggal di perumahan bandungsari")
	for b.Loop() {
		nlu.Kelurahan(in)
	}
}

func BenchmarkFullName(b *testing.B) {
	in := text("nama lengkap saya Kristofel Y. Adoe, S.Pd")
	for b.Loop() {
		nlu.FullName(in)
	}
}

func BenchmarkBirth(b *testing.B) {
	in := text("lahir di Kupang, 12 juni 98")
	for b.Loop() {
		nlu.Birth(in)
	}
}

func BenchmarkYesNo(b *testing.B) {
	in := text("ya sudah benar kak")
	for b.Loop() {
		nlu.YesNo(in)
	}
}
