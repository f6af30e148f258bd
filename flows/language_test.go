package flows_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
)

func words(t *testing.T, lang string) *locales.Words {
	t.Helper()
	w, err := locales.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// rawTexts are the texts of a language as its file has them.
func rawTexts(t *testing.T, lang string) map[string]string {
	t.Helper()
	var tree map[string]any
	if _, err := toml.DecodeFile("../locales/"+lang+".toml", &tree); err != nil {
		t.Fatal(err)
	}
	flat := map[string]string{}
	var walk func(at string, node map[string]any)
	walk = func(at string, node map[string]any) {
		for name, v := range node {
			switch v := v.(type) {
			case string:
				flat[at+name] = v
			case map[string]any:
				walk(at+name+".", v)
			}
		}
	}
	walk("", tree)
	return flat
}

// fields are what is filled into a text, in order, each once.
func fields(text string) []string {
	found := map[string]bool{}
	for _, action := range regexp.MustCompile(`\{\{[^}]*\}\}`).FindAllString(text, -1) {
		for _, m := range field.FindAllStringSubmatch(action, -1) {
			found[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Every language says the same: each key is in each file, with the same things filled in.
func TestAccept40EveryLanguageIsComplete(t *testing.T) {
	first := rawTexts(t, locales.Languages[0])
	for _, lang := range locales.Languages[1:] {
		other := rawTexts(t, lang)
		for _, key := range slices.Sorted(maps.Keys(first)) {
			switch text, there := other[key]; {
			case !there:
				t.Errorf("%s.toml lacks %s: %s", lang, key, first[key])
			case !slices.Equal(fields(text), fields(first[key])):
				t.Errorf("%s.toml fills %v into %s, %s.toml %v", lang, fields(text), key, locales.Languages[0], fields(first[key]))
			}
		}
		for _, key := range slices.Sorted(maps.Keys(other)) {
			if _, there := first[key]; !there {
				t.Errorf("%s.toml has %s, which nobody says", lang, key)
			}
		}
	}
}

// abbreviations are the words in capitals that are no commands of residents; the last ones carry an announcement on, and only with its number.
var abbreviations = strings.Fields(`KTP NIK OTP PEM BKK SMK SMA SMP SD D1 D2 D3 D4 S1 S2 S3 L P M F KK HP AC AK WITA NAMA UU LPM NTT PINJAMAN LOAN ATM PIN CV RT RW AK-1 II QR BP3MI RALAT CORRECTION AJUKAN SETUJUI TOLAK KIRIM JEDA LANJUTKAN BATALKAN LAGI JADWAL SEKARANG UMUMKAN SALIN UJI PDF MB JPG PNG`)

// Every word in capitals that a text tells residents to type does something, in every language.
func TestWordsToTypeAct(t *testing.T) {
	capitals := regexp.MustCompile(`\b[A-Z][A-Z0-9]+(?:-[0-9]+)?(?: [A-Z][A-Z]+)*\b`)
	for _, lang := range locales.Languages {
		for key, text := range rawTexts(t, lang) {
			text = regexp.MustCompile(`\{\{[^}]*\}\}`).ReplaceAllString(text, "")
			for _, word := range capitals.FindAllString(text, -1) {
				if slices.Contains(abbreviations, strings.Fields(word)[0]) || len(word) < 2 {
					continue
				}
				_, command := nlu.ReadCommand(word)
				answer := nlu.YesNo(nlu.Input{Text: word}).Value != ""
				if !command && !answer && word != "SAMA" && word != "SAME" {
					t.Errorf("%s %s: %s does nothing", lang, key, word)
				}
			}
		}
	}
}

// Days, moments and amounts are written as each language writes them.
func TestFormatsOfEnglish(t *testing.T) {
	w, at := words(t, "en"), time.Date(2024, 5, 6, 1, 5, 0, 0, time.UTC)
	for got, want := range map[string]string{
		w.DateTime(at):           "Monday, 6 May 2024 09:05 WITA",
		w.Date(at):               "Monday, 6 May 2024",
		w.Born("1998-10-12"):     "12 October 1998",
		w.Born("1998"):           "1998",
		w.Rupiah(5_000_000):      "Rp5,000,000",
		w.Rupiah(0):              "Rp0",
		w.Rupiah(-12_345_678):    "-Rp12,345,678",
		w.In("id").DateTime(at):  "Senin, 6 Mei 2024 09.05 WITA",
		w.In("xx").Lang():        "en",
		w.In("").Lang():          "en",
		w.In("id").Rupiah(1_000): "Rp1.000",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for hour, want := range map[int]string{3: "evening", 4: "morning", 11: "afternoon", 16: "afternoon", 18: "evening"} {
		if got := w.Greeting(time.Date(2026, 11, 2, hour, 0, 0, 0, store.WITA)); got != want {
			t.Errorf("at %d: %s, want %s", hour, got, want)
		}
	}
}

// What residents read is written by the words of their own language: the formats of package locales are those of staff.
func TestResidentsReadTheirOwnDates(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(files)
	own := regexp.MustCompile(`locales\.(Date|DateTime|Born|Rupiah|Greeting)\b`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(source), "\n") {
			if used := own.FindString(line); used != "" {
				t.Errorf("%s:%d uses %s; use t.words", name, n+1, used)
			}
		}
	}
}
