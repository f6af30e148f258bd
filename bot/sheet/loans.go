package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/table"
)

var loanColumns = []columnOf{
	{key: "kelurahan", needed: true, explain: "Nama kelurahan, satu baris untuk setiap kelurahan.", example: "Naikoten Satu", also: []string{"nama_kelurahan", "desa_kelurahan", "kel"}},
	{key: "status", explain: "buka, tutup, atau daftar tunggu.", example: "buka", also: []string{"keadaan", "buka_tutup"}},
	{key: "min", explain: "Pinjaman paling sedikit, rupiah.", example: "Rp 1 jt", also: []string{"minimal", "minimum", "pinjaman_min", "pinjaman_minimal"}},
	{key: "maks", explain: "Pinjaman paling banyak, rupiah.", example: "Rp 5.000.000", also: []string{"max", "maksimal", "maksimum", "pinjaman_maks", "pinjaman_maksimal", "plafon"}},
	{key: "jasa", explain: "Jasa atau bunga flat dari pinjaman, dengan hitungannya: 1% per bulan, 6% per tahun, 5% sekali, atau tanpa jasa.", example: "1% per bulan", also: []string{"bunga", "jasa_persen"}},
	{key: "tenor", explain: "Jangka waktu sampai lunas, dalam bulan.", example: "18 bulan", also: []string{"jangka_waktu", "lama_pinjaman"}},
	{key: "tenggang", explain: "Berapa bulan sebelum cicilan pertama. 0 atau tidak ada: langsung bulan pertama.", example: "4 bulan", also: []string{"masa_tenggang", "grace"}},
	{key: "jaminan", explain: "tidak ada, selalu, atau di atas jumlah tertentu.", example: "di atas Rp5 juta", also: []string{"agunan", "jaminan_di_atas"}},
	{key: "syarat", explain: "Syarat peminjam, satu per baris (Alt+Enter) atau dipisah titik koma. Seluruhnya paling banyak 300 huruf.", example: "KTP Kota Kupang; Surat keterangan usaha", also: []string{"persyaratan"}},
	{key: "kontak", explain: "Siapa yang ditemui: LPM, nama atau jabatan, nomor kantor. Ditunjukkan kepada warga.", example: "LPM Naikoten Satu di kantor lurah", also: []string{"kontak_lpm", "lpm"}},
	{key: "jam", explain: "Hari dan jam mereka bisa ditemui.", example: "Senin-Jumat 08.00-14.00", also: []string{"jam_layanan", "jam_lpm"}},
	{key: "dasar", explain: "Aturan yang menjadi dasar, misalnya nomor juknis.", example: "", also: []string{"dasar_aturan", "aturan"}},
	{key: "per", explain: "Tanggal keterangan ini berlaku. Kosong: bot mengatakan belum dipastikan.", example: "2 Nov 2026", also: []string{"berlaku_per", "per_tanggal", "tanggal"}},
	{key: "sumber", explain: "Dari mana keterangan ini. Ditunjukkan kepada warga.", example: "LPM Naikoten Satu", also: []string{"sumber_data"}},
	{key: "contoh", explain: "ya: hanya contoh, selalu diberi tanda contoh. Kosong: tidak.", example: ""},
}

// LoanFields are the names under which a member of staff sets the terms of a kelurahan, in order.
func LoanFields() []string {
	keys, _ := keysOf(loanColumns[1:])
	return keys
}

// LoanTemplate writes an .xlsx file for the terms of the PEM loan.
func LoanTemplate(path string) error {
	return template(path, "PEM", loanColumns,
		"Satu baris untuk setiap kelurahan. Hapus atau ganti baris contoh sebelum mengimpor.",
		"Yang belum diketahui dikosongkan; bot mengatakan belum diisi. Jangan menebak.",
		"Kolom yang tidak ada di berkas tidak diubah. Sel kosong menghapus isinya.")
}

// Loans reads the terms of the PEM loan, one kelurahan to a row. Every row is right or refused with its reason; when one is refused there are no
// terms at all. What the file has no column for stays as it is in have.
func Loans(t Table, city *store.City, have []store.LoanTerms, now time.Time) ([]store.LoanTerms, []RowError) {
	records, wrong := t.list(loanColumns, "satu baris untuk setiap kelurahan")
	if wrong != nil {
		return nil, wrong
	}
	names := placeNames(city)
	lines := map[string]int{}
	var list []store.LoanTerms
	for _, record := range records {
		r := &row{Record: record, columns: loanColumns}
		var terms store.LoanTerms
		place := r.place("kelurahan", names, city)
		if i := slices.IndexFunc(have, func(h store.LoanTerms) bool { return h.Kelurahan == place }); place != "" && i >= 0 {
			terms = have[i]
		}
		terms.Kelurahan = place
		if first, twice := lines[place]; twice && place != "" {
			r.refuse("kelurahan", "%s sudah ada di baris %d; hapus salah satu baris", place, first)
		} else {
			lines[place] = r.Line
		}
		r.loan(&terms, now)
		wrong = append(wrong, r.wrong...)
		list = append(list, terms)
	}
	if len(wrong) > 0 {
		return nil, inOrder(wrong)
	}
	return list, nil
}

// SetLoan changes fields of terms, as staff write them; "" makes a field unknown.
func SetLoan(terms store.LoanTerms, fields map[string]string, now time.Time) (store.LoanTerms, []RowError) {
	_, also := keysOf(loanColumns)
	r := &row{Record: Record{Line: 1, Cells: map[string]string{}}, columns: loanColumns}
	for name, value := range fields {
		key := table.Key(name)
		if k, ok := also[key]; ok {
			key = k
		}
		if !slices.Contains(LoanFields(), key) {
			r.refuse(key, "tidak dikenal; yang ada: %s", strings.Join(LoanFields(), ", "))
			continue
		}
		r.Cells[key] = table.Clean(value)
	}
	if r.loan(&terms, now); len(r.wrong) > 0 {
		return store.LoanTerms{}, inOrder(r.wrong)
	}
	return terms, nil
}

// placeNames are the exact names of the kelurahan, with their aliases, in the form of placeKey.
func placeNames(city *store.City) map[string]string {
	names := map[string]string{}
	for _, k := range city.Kelurahan {
		for _, name := range append([]string{k.Name}, k.Aliases...) {
			names[placeKey(name)] = k.Name
		}
	}
	return names
}

var (
	placePrefix = regexp.MustCompile(`^(kelurahan|kel|desa)_`)
	placeNumber = map[string]string{"1": "satu", "i": "satu", "2": "dua", "ii": "dua"}
)

// placeKey is a name without accidents of writing: "Kel. NAIKOTEN I" and "Naikoten Satu" are one.
func placeKey(name string) string {
	words := strings.Split(placePrefix.ReplaceAllString(table.Key(name), ""), "_")
	if last := len(words) - 1; last > 0 && placeNumber[words[last]] != "" {
		words[last] = placeNumber[words[last]]
	}
	return strings.Join(words, "")
}

// place reads the name of a kelurahan. One that is nearly right is refused with what may be meant: the terms of a neighbour would hurt.
func (r *row) place(column string, names map[string]string, city *store.City) string {
	text := r.Cells[column]
	if text == "" {
		r.refuse(column, "kosong; isi nama kelurahannya")
		return ""
	}
	if name := names[placeKey(text)]; name != "" {
		return name
	}
	near := nlu.Kelurahan(nlu.Input{Text: text, Kind: store.Text, City: city})
	maybe := near.Value
	for _, c := range near.Among {
		if maybe == "" && !strings.HasPrefix(c.Value, ">") {
			maybe = c.Value
		}
	}
	if maybe == "" || strings.HasPrefix(maybe, ">") {
		r.refuse(column, "%q bukan kelurahan di kota ini; perbaiki ejaannya", text)
	} else {
		r.refuse(column, "%q tidak dikenal; apakah maksudnya %s? perbaiki ejaannya", text, maybe)
	}
	return ""
}

// loan reads those fields of the terms that the row has.
func (r *row) loan(t *store.LoanTerms, now time.Time) {
	for _, f := range []struct {
		column string
		read   func(column string)
	}{
		{"status", func(c string) { t.Status = r.loanStatus(c) }},
		{"min", func(c string) { t.Min = r.sum(c) }},
		{"maks", func(c string) { t.Max = r.sum(c) }},
		{"jasa", func(c string) { t.Charge, t.ChargePer = r.charge(c) }},
		{"tenor", func(c string) { t.Tenor = r.months(c, 1, 120) }},
		{"tenggang", func(c string) { t.Grace = r.months(c, 0, 60) }},
		{"jaminan", func(c string) { t.Collateral = r.collateral(c) }},
		{"syarat", func(c string) { t.Requirements = r.papers(c) }},
		{"kontak", func(c string) { t.Contact = r.words(c, 120) }},
		{"jam", func(c string) { t.Hours = r.words(c, 80) }},
		{"dasar", func(c string) { t.Basis = r.words(c, 120) }},
		{"per", func(c string) {
			if t.AsOf, _ = r.date(c); t.AsOf.After(now) {
				r.refuse(c, "tanggal itu belum tiba; isi tanggal keterangan ini berlaku")
			}
		}},
		{"sumber", func(c string) { t.Source = r.words(c, 120) }},
		{"contoh", func(c string) { t.Example = r.yes(c) }},
	} {
		if _, there := r.Cells[f.column]; there {
			f.read(f.column)
		}
	}
	if t.Min.Known && t.Max.Known && t.Min.N > t.Max.N {
		r.refuse("maks", "%d lebih kecil dari min %d; perbaiki salah satu", t.Max.N, t.Min.N)
	}
	if t.Grace.Known && t.Tenor.Known && t.Grace.N >= t.Tenor.N {
		r.refuse("tenggang", "%d bulan tidak lebih pendek dari tenor %d bulan; perbaiki salah satu", t.Grace.N, t.Tenor.N)
	}
}

func (r *row) loanStatus(column string) store.LoanStatus {
	if Unknown(r.Cells[column]) {
		return ""
	}
	switch table.Key(r.Cells[column]) {
	case "buka", "dibuka", "terbuka", "open":
		return store.LoanOpen
	case "tutup", "ditutup", "tertutup", "closed":
		return store.LoanClosed
	case "daftar_tunggu", "tunggu", "menunggu", "antre", "antri", "waiting_list":
		return store.LoanWaiting
	}
	r.refuse(column, "%q tidak dikenal; tulis buka, tutup, atau daftar tunggu", r.Cells[column])
	return ""
}

const leastLoan, mostLoan = 50_000, 1_000_000_000

func (r *row) sum(column string) store.Figure {
	if Unknown(r.Cells[column]) {
		return store.Figure{}
	}
	v, err := Money(r.Cells[column])
	switch {
	case err != nil:
		r.refuse(column, "%v", err)
	case v < leastLoan || v > mostLoan:
		r.refuse(column, "Rp%d tidak masuk akal untuk pinjaman; tulis lengkap, misalnya 5000000 atau Rp 5 juta", v)
	default:
		return store.Known(v)
	}
	return store.Figure{}
}

var (
	chargeForm = regexp.MustCompile(`^(?:jasa|bunga)?\s*(\d{1,2}(?:[.,]\d{1,3})?)\s*(?:%|persen)\s*(?:flat)?\s*(?:(?:per|/|tiap|setiap)\s*(bulan|bln|tahun|thn|th)|(sebulan|setahun|sekali|(?:sekali )?dari pinjaman))?$`)
	noCharge   = regexp.MustCompile(`^(?:0(?:[.,]0+)?\s*(?:%|persen)?(?:\s*(?:per|/|tiap)\s*\w+)?|tanpa (?:bunga|jasa)|(?:bunga|jasa)?\s*(?:tidak ada|nihil|nol)|gratis)$`)
)

// charge reads "1% per bulan". A percentage of which nobody says of what time it is would make every instalment wrong, so it is refused.
func (r *row) charge(column string) (store.Figure, string) {
	text := strings.ToLower(strings.Join(strings.Fields(r.Cells[column]), " "))
	if Unknown(text) {
		return store.Figure{}, ""
	}
	if noCharge.MatchString(text) {
		return store.Known(0), store.PerMonth
	}
	m := chargeForm.FindStringSubmatch(text)
	per := ""
	if m != nil {
		per = map[string]string{"bulan": store.PerMonth, "bln": store.PerMonth, "sebulan": store.PerMonth, "tahun": store.PerYear, "thn": store.PerYear,
			"th": store.PerYear, "setahun": store.PerYear, "sekali": store.PerLoan, "dari pinjaman": store.PerLoan, "sekali dari pinjaman": store.PerLoan}[m[2]+m[3]]
	}
	if per == "" {
		r.refuse(column, "%q tidak jelas; tulis dengan hitungannya: 1%% per bulan, 6%% per tahun, 5%% sekali, atau tanpa jasa", r.Cells[column])
		return store.Figure{}, ""
	}
	v, _ := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64) // the pattern lets a number through
	return store.Known(int64(v*1000 + 0.5)), per
}

var years = regexp.MustCompile(`^(\d{1,2}(?:[.,]5)?)\s*(?:tahun|thn|th)$`)

// months reads "18", "18 bulan", "1,5 tahun"; "tidak ada" is none.
func (r *row) months(column string, low, high int64) store.Figure {
	text := strings.ToLower(r.Cells[column])
	if Unknown(text) {
		return store.Figure{}
	}
	var n int64
	m := years.FindStringSubmatch(text)
	switch v, err := Number(text); {
	case low == 0 && (text == "tidak ada" || text == "tanpa" || text == "tanpa tenggang" || text == "tanpa masa tenggang"):
	case m != nil:
		y, _ := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
		n = int64(y * 12)
	case err != nil:
		r.refuse(column, "%q bukan jumlah bulan; tulis misalnya 18 bulan", r.Cells[column])
		return store.Figure{}
	default:
		n = int64(v)
	}
	if n < low || n > high {
		r.refuse(column, "%d bulan di luar %d sampai %d; perbaiki angkanya", n, low, high)
		return store.Figure{}
	}
	return store.Known(n)
}

var above = regexp.MustCompile(`^(?:di ?atas|lebih dari|untuk pinjaman di atas|mulai dari|>)\s*(.+)$`)

func (r *row) collateral(column string) store.Figure {
	text := strings.ToLower(strings.Join(strings.Fields(r.Cells[column]), " "))
	switch {
	case Unknown(text):
		return store.Figure{}
	case text == "tidak ada" || text == "tanpa" || text == "tanpa jaminan" || text == "tidak" || text == "tidak perlu" || text == "nihil":
		return store.Known(store.NoCollateral)
	case text == "selalu" || text == "ya" || text == "ada" || text == "wajib" || text == "perlu":
		return store.Known(0)
	}
	if m := above.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	v, err := Money(text)
	if err != nil || v < leastLoan || v > mostLoan {
		r.refuse(column, "%q tidak jelas; tulis tidak ada, selalu, atau misalnya di atas Rp5 juta", r.Cells[column])
		return store.Figure{}
	}
	return store.Known(v)
}

// papersMost is how long all requirements may be together: they are told in one message.
const papersMost = 300

func (r *row) papers(column string) []string {
	list := r.list(column)
	if n := utf8.RuneCountInString(strings.Join(list, "; ")); n > papersMost {
		r.refuse(column, "terlalu panjang: %d huruf, paling banyak %d; ringkas tulisannya", n, papersMost)
	}
	return list
}

// LoanInterests gives the table of interests in the loan for Write. Phones are masked unless unmask is set; the caller has checked the role for
// that and written it to the audit.
func LoanInterests(list []store.LoanInquiry, unmask bool) (headers []string, rows [][]string) {
	headers = []string{"Kelurahan", "Tanggal (WITA)", "Usaha", "Keperluan", "HP"}
	for _, q := range list {
		phone, need := store.MaskPhone(q.Phone), nlu.Masked(q.Need)
		if need == "" {
			need = "(disamarkan)"
		}
		if unmask {
			phone, need = store.LocalPhone(q.Phone), q.Need
		}
		if q.Phone == "" {
			phone = "datang sendiri"
		}
		rows = append(rows, []string{q.Kelurahan, moment(q.At), plain(q.Business), need, phone})
	}
	return headers, rows
}

// LoanChange says in one line what terms change against those stored.
func LoanChange(old, terms store.LoanTerms) string {
	before, after := terms.Differences(old)
	words := make([]string, len(after))
	for i, f := range after {
		words[i] = fmt.Sprintf("%s: %s -> %s", f.Name, blank(before[i].Value), blank(f.Value))
	}
	return strings.Join(words, "; ")
}

func blank(value string) string {
	if value == "" {
		return "(kosong)"
	}
	return value
}
