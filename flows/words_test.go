package flows_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lopo/flows"
	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
)

// source is what the code of this package and of nlu says about texts.
type source struct {
	literals map[string]bool // all strings
	keys     map[string]bool // strings handed to say, word and Text
	labels   map[string]bool // labels of fixed options: "<prefix>.<value>"
}

func readSource(t *testing.T) source {
	t.Helper()
	s := source{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, dir := range []string{".", "nlu"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), dir+"/"+e.Name(), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool { s.see(n); return true })
		}
	}
	return s
}

func (s source) see(n ast.Node) {
	if text, ok := literal(n); ok {
		s.literals[text] = true
	}
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return
	}
	first, ok := literal(call.Args[0])
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	switch {
	case !ok:
	case name == "say" || name == "word" || name == "Text" || name == "turn":
		s.keys[first] = true
	case name == "fixed":
		for _, arg := range call.Args[1:] {
			if value, ok := literal(arg); ok {
				s.labels[first+"."+value] = true
			}
		}
	}
}

func literal(n ast.Node) (string, bool) {
	if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
		text, err := strconv.Unquote(l.Value)
		return text, err == nil
	}
	return "", false
}

// places are the keys that the engine makes of the names of flows and steps, with whether each must be there.
func places() map[string]bool {
	keys := map[string]bool{}
	for _, f := range flows.All() {
		for _, s := range f.Steps {
			if s.As != nil {
				continue
			}
			at := f.Name + "." + s.Name
			keys[at+".ask"], keys[at+".again"], keys[at+".brief"], keys[at+".under"] = true, false, false, false
		}
	}
	return keys
}

// made are the keys that the code makes of a prefix and a value: "status." + the status.
func made(s source) func(key string) bool {
	var states []string
	for _, status := range []store.Status{store.Submitted, store.Checked, store.Waiting, store.Offered, store.Accepted, store.Declined, store.Lapsed, store.Refused,
		store.Cancelled, store.NoShow, store.Finished} {
		states = append(states, string(status))
	}
	why := map[string]bool{}
	for _, f := range flows.All() {
		for _, step := range f.Steps {
			why[step.Why] = true
		}
	}
	return func(key string) bool {
		prefix, last, _ := strings.Cut(key, ".")
		switch prefix {
		case "status", "decided":
			return slices.Contains(states, last)
		case "why":
			slot, reason, _ := strings.Cut(last, ".")
			return (why[slot] || slices.Contains(nlu.Slots(), slot)) && s.literals[reason] // a slot can be read before a flow asks for it
		case "meant":
			return slices.Contains(nlu.Intents, last)
		case "purpose", "channel":
			return true // of what is stored, and of the adapters
		case "pem":
			part, name, _ := strings.Cut(last, ".")
			return slices.Contains([]string{"topic", "part", "line"}, part) && s.literals[name] || part == "per" && slices.Contains([]string{store.PerMonth, store.PerYear, store.PerLoan}, name)
		case "announce": // by the word of staff, by the topic, by what the event is, by why somebody is left out or a file is none
			part, name, _ := strings.Cut(last, ".")
			return slices.Contains([]string{"done", "topic", "out", "stage"}, part) || last == "preview" || last == "approve" ||
				slices.Contains([]string{"line", "to", "when", "until"}, part) && s.literals[name] || part == "nofile" && slices.Contains([]string{"gone", "unfit", "late"}, name) ||
				last == "file.nothing"
		case "announcement": // by the reason of a pause, and by the room that sends them
			return slices.Contains([]string{store.PausedContent, store.PausedTrouble, store.PausedGone, store.PausedClosed, store.PausedMany, "foot", "fix"}, last)
		case "jobs", "hired", "vacancy", "jobfield":
			return s.literals[strings.TrimPrefix(strings.TrimPrefix(last, "choice."), "said.")]
		case "role":
			return slices.Contains(store.Roles, store.Role(last))
		case "topic", "about":
			return slices.Contains(store.Topics, last) || last == "pengumuman"
		case "group":
			return strings.HasPrefix(last, "kind.")
		case "subscribe":
			return last == "age."+string(store.Grown) || last == "age."+string(store.Minor)
		case "typed", "news", "duty", "field", "gender", "education", "work", "menu", "push":
			return s.literals[last]
		}
		return false
	}
}

// Every text that the code asks for exists, and none lies about unused.
func TestAccept40LocaleAndTone(t *testing.T) {
	words, err := locales.Load("id")
	if err != nil {
		t.Fatal(err)
	}
	s := readSource(t)
	needed := maps.Clone(s.labels)
	maps.Copy(needed, s.keys)
	for key, must := range places() {
		if must {
			needed[key] = true
		}
	}
	for _, status := range []string{"submitted", "checked", "waiting", "offered", "accepted", "declined", "lapsed", "refused", "cancelled", "no_show", "finished"} {
		needed["status."+status] = true
	}
	for key := range needed {
		if strings.Contains(key, ".") && !strings.HasSuffix(key, ".") && !words.Has(key) {
			t.Errorf("there is no text %s", key)
		}
	}
	known, isMade := places(), made(s)
	for _, key := range words.Keys() {
		if _, place := known[key]; !place && !s.literals[key] && !s.labels[key] && !isMade(key) {
			t.Errorf("nobody says %s", key)
		}
	}
	for _, lang := range locales.Languages {
		t.Run("length "+lang, func(t *testing.T) { lengths(t, words.In(lang)) })
	}
	t.Run("formats", formats)
	t.Run("replies", replies)
}

// long is what a text may be filled with at its longest.
var long = map[string]string{
	"Name": "Maria Magdalena Yosefina Ngongo Ndara-Tefa da Costa", "Training": "Pemasaran digital untuk usaha kecil di pasar (contoh), Angkatan 12", "Batch": "Angkatan 12",
	"Place": "Balai Latihan Kerja Kota Kupang, Jl. Timor Raya No. 124, Kelapa Lima", "Starts": "Rabu, 30 Sep 2026", "Ends": "Rabu, 30 Sep 2026", "Hours": "08.00-15.00 WITA",
	"Closes": "Rabu, 30 Sep 2026 16.00 WITA", "Requirements": "KTP Kota Kupang; usia 18 sampai 45 tahun; tamat SMP; tidak sedang bekerja atau sekolah", "AsOf": "Rabu, 30 Sep 2026",
	"Source": "surat Disnakertrans Kota Kupang", "Number": "KPG-2026-1234", "Status": "ditawari kursi, menunggu jawaban Bapak/Ibu", "Deadline": "Rabu, 30 Sep 2026 16.00 WITA",
	"Reason": "berkas belum lengkap dan alamat di KTP bukan Kota Kupang", "Told": "30 September 1998", "Inside": "30 September 1998", "Born": "30 September 1998",
	"Kelurahan": "Lai Lai Bisi Kopan", "Kecamatan": "Kelapa Lima", "Under": "Kelapa Lima", "Phone": "0812****789", "NIK": "5371********0001", "Sent": "Rabu, 30 Sep 2026 16.00 WITA",
	"Date": "Rabu, 30 Sep 2026", "Was": "Pernah bekerja, sekarang tidak", "Value": "Pernah bekerja, sekarang tidak", "Label": "Jenis kelamin", "Part": "siang", "Topic": "lowongan",
	"Word": "LOWONGAN", "Ticket": "T-1234", "Opened": "Rabu, 30 Sep 2026 16.00 WITA", "Account": "whatsapp", "Why": "temporary ban, the same message was sent to too many people", "Until": "Rabu, 30 Sep 2026 16.00 WITA", "Held": "held", "Answer": strings.Repeat("jawaban petugas ", 20),
	"Said": strings.Repeat("keluhan warga ", 14), "Names": strings.Repeat("Pemasaran digital (contoh), ", 15),
	"Topics": strings.Repeat("- Pelatihan kerja: Teknisi sepeda motor\n", 4), "Minor": "ya", "Linked": "2", "Channels": "WhatsApp, Telegram", "Code": "123456", "Kind": "Karang Taruna", "Role": "editor kelurahan", "Scope": "Lai Lai Bisi Kopan", "Alerts": "ya", "Closed": "Rabu, 30 Sep 2026 16.00 WITA",
	"Seats": "120", "Applicants": "1234", "Endorsed": "ya", "Age": "45", "Min": "18", "Max": "45", "Count": "16", "Live": "12", "Last": "9", "Position": "123", "Coming": "ya",
	"Lines":        strings.Repeat("10. Jenis kelamin: Pernah bekerja, sekarang\n", 10),
	"nama_layanan": "Lopo", "nama_dinas": "Dinas Tenaga Kerja dan Transmigrasi Kota Kupang", "masa_simpan": "dua tahun setelah pelatihan selesai",
	"petugas_data": "Maria Nale, 0812 3456 7890", "laman_privasi": "https://kupangkota.go.id/privasi", "hari_layanan": "Senin sampai Jumat", "jam_layanan": "08.00-15.00",
	"Other": "ya", "Purpose": "data dicatat untuk seleksi pelatihan", "Given": "Rabu, 30 Sep 2026 16.00 WITA", "Channel": "laman percakapan", "Open": "ya", "Opens": "Rabu, 30 Sep 2026 16.00 WITA", "telepon_dinas": "0380 123456", "alamat_dinas": "Jl. Timor Raya No. 124", "pem_tanya": "LPM dan kantor kelurahan masing-masing", "pem_pengaduan": "0380 123456",
	"hari_kelurahan": "Senin sampai Jumat", "jam_kelurahan": "08.00-15.00", "Example": "ya", "Missing": "status dan besar pinjaman, jasa atau bunga, jangka waktu", "Incomplete": "ya", "Old": "ya",
	"Contact": "LPM Naikoten Satu di kantor lurah, Bapak Yohanes, 0380 123456", "Opening": "Senin sampai Kamis 08.00-12.00, Jumat 08.00-10.00", "Text": strings.Repeat("isi artikel ", 35), "Title": strings.Repeat("judul ", 10),
	"Sum": "Rp25.000.000", "Month": "Rp1.250.000", "Total": "Rp30.000.000", "Charge": "1,5% per bulan", "Tenor": "18", "First": "5", "Least": "Rp500.000", "Most": "Rp25.000.000", "None": "ya", "Always": "ya",
	"Above": "Rp5.000.000", "Basis": "Keputusan Wali Kota Kupang No. 15A/KEP/HK/2013", "Business": "jual pakaian bekas dan kain tenun", "Need": strings.Repeat("keperluan usaha ", 12),
	"ak1_tempat": "Mal Pelayanan Publik, Jl. Timor Raya No. 124", "ak1_jam": "08.00-15.00", "pengaduan_loker": "1500-630",
	"Ref": "PGM-2026-0042-R1", "Office": "Kelurahan Naikoten Satu", "Planned": "400000", "People": "400000", "Days": "2000", "Groups": "51", "Out": "120000", "End": "Rabu, 25 Nov 2026 23.30 WITA", "By": "Maria Magdalena Tefa",
	"Stage": "menunggu persetujuan", "At": "Rabu, 30 Sep 2026 16.00 WITA", "File": "ya", "Shut": "20.00", "N": "400000", "Failed": "1000", "Left": "400000", "Skipped": "12000", "Unsure": "140", "Fixed": "ya", "Withdrawn": "ya", "Same": "PGM-2026-0041", "Group": "ya",
	"Employer": "PT Sentosa Abadi Nusantara", "Address": "Jl. Timor Raya No. 124, Kupang", "Needed": "120",
	"Conditions": "paling rendah SMA; SIM B1; pengalaman 1 tahun; paling tua 40 tahun", "Wage": "Rp2.400.000 sebulan", "Contract": "1 tahun", "Apply": "antar surat lamaran",
	"Link": "https://karirhub.kemnaker.go.id/123456", "Poster": "BKK SMKN 5 Kota Kupang", "School": "SMKN 5 Kota Kupang", "Alumni": "ya", "Checked": "Rabu, 30 Sep 2026",
	"Page": "12", "Pages": "24", "Paged": "ya", "What": "Pemasaran digital di Kecamatan Kelapa Lima untuk lulusan SMA", "Wider": "Lai Lai Bisi Kopan", "Loose": "ya", "Beyond": "ya",
	"Level": "SMA", "Officer": "Ibu Maria Nale", "Year": "2019", "ID": "1234", "Over": "ya", "Stopped": "ya", "From": "7", "More": "12", "Many": "ya",
	"karirhub":               "Karirhub di kemnaker.go.id",
	"hotline_pekerja_migran": "0800-1000", "hotline_perempuan_anak": "129", "polisi": "110", "ambulans": "0380 123456", "pemadam": "0380 123456",
}

var field = regexp.MustCompile(`\.([A-Za-z_0-9]+)`)

// lengths fills every text as full as it gets.
func lengths(t *testing.T, words *locales.Words) {
	raw, err := os.ReadFile("../locales/id.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range regexp.MustCompile(`\{\{[^}]*\}\}`).FindAllString(string(raw), -1) {
		for _, m := range field.FindAllStringSubmatch(action, -1) {
			if long[m[1]] == "" {
				t.Errorf("how long can {{.%s}} be?", m[1])
			}
		}
	}
	data := map[string]any{}
	for name, value := range long {
		data[name] = value
	}
	for _, key := range words.Keys() {
		for _, d := range []map[string]any{data, {}} {
			text := words.Text(key, d)
			if n := utf8.RuneCountInString(text); n == 0 && len(d) > 0 || n > 700 {
				t.Errorf("%s has %d characters: %s", key, n, text)
			}
			if strings.Contains(text, "  ") {
				t.Errorf("%s has two spaces: %s", key, text)
			}
		}
	}
}

func formats(t *testing.T) {
	at := time.Date(2024, 12, 2, 1, 0, 0, 0, time.UTC)
	for got, want := range map[string]string{
		locales.DateTime(at):           "Senin, 2 Des 2024 09.00 WITA",
		locales.Date(at):               "Senin, 2 Des 2024",
		locales.Born("1998-06-12"):     "12 Juni 1998",
		locales.Born("1998"):           "1998",
		locales.Rupiah(5_000_000):      "Rp5.000.000",
		locales.Rupiah(0):              "Rp0",
		locales.Rupiah(999):            "Rp999",
		locales.Rupiah(-1_000):         "-Rp1.000",
		locales.Rupiah(12_345_678_901): "Rp12.345.678.901",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for hour, want := range map[int]string{3: "malam", 4: "pagi", 9: "pagi", 10: "siang", 14: "siang", 15: "sore", 17: "sore", 18: "malam", 23: "malam"} {
		if got := words(t, "id").Greeting(time.Date(2026, 11, 2, hour, 59, 0, 0, store.WITA)); got != want {
			t.Errorf("at %d: %s, want %s", hour, got, want)
		}
	}
}

// replies are those of all transcripts: short, with a way out, and none of it left half written.
func replies(t *testing.T) {
	for _, m := range spoken(t) {
		for _, r := range m.out.Replies {
			length(t, m.where, r)
			for _, slip := range []string{"<no value>", "{{", "  ", " ,", " .", "..", "%!", "()"} {
				if strings.Contains(r.Text, slip) {
					t.Errorf("%s: %q in %s", m.where, slip, r.Text)
				}
			}
			for i, c := range r.Choices {
				if want := fmt.Sprint(i + 1); c.Value != want && c.Value != "0" && c.Value[0] >= '0' && c.Value[0] <= '9' {
					t.Errorf("%s: choice %d is typed as %s", m.where, i+1, c.Value)
				}
			}
		}
	}
}
