package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lopo/flows/nlu"
	"lopo/locales"
	"lopo/store"
	"lopo/store/table"
)

// What must be reported of a vacancy (Perpres 57/2023 art. 5), and what keeps residents safe.
var vacancyColumns = []columnOf{
	{key: "kode", needed: true, explain: "Nama pendek lowongan: huruf, angka, titik, dan tanda hubung. Mengimpor kode yang sama memperbarui lowongan itu; nomornya tetap.", example: "contoh-sopir-1", also: []string{"kode_lowongan"}},
	{key: "pemilik", needed: true, explain: "dinas, atau kode sekolah yang BKK-nya memasang lowongan ini.", example: "dinas", also: []string{"bkk", "sekolah", "sumber_bkk"}},
	{key: "judul", needed: true, explain: "Jabatan, seperti yang dilihat warga.", example: "Sopir truk (contoh)", also: []string{"jabatan", "posisi", "lowongan"}},
	{key: "perusahaan", explain: "Nama pemberi kerja. Tanpa ini lowongan tidak bisa dibuka.", example: "Toko Contoh", also: []string{"pemberi_kerja", "nama_perusahaan"}},
	{key: "alamat", explain: "Alamat pemberi kerja. Tanpa ini lowongan tidak bisa dibuka.", example: "Jl. Contoh No. 1, Kupang", also: []string{"alamat_perusahaan"}},
	{key: "jumlah", explain: "Berapa orang dicari.", example: "2 orang", also: []string{"jumlah_orang", "kebutuhan", "jumlah_dibutuhkan"}},
	{key: "bidang", explain: "Pekerjaan atau kejuruan untuk pencarian, misalnya sopir, kasir, bengkel. Kosong: diambil dari judul.", example: "sopir", also: []string{"kejuruan"}},
	{key: "lokasi", explain: "Tempat kerja, dengan kata-kata. Tanpa ini lowongan tidak bisa dibuka.", example: "Gudang di Oebobo", also: []string{"tempat", "tempat_kerja", "lokasi_kerja"}},
	{key: "kelurahan", explain: "Kelurahan tempat kerja, bila di Kota Kupang.", example: "Oebobo", also: []string{"kel"}},
	{key: "wilayah", explain: "kota, pulau (Pulau Timor), luar pulau, atau luar negeri. Kosong hanya bila kelurahannya diisi.", example: "kota"},
	{key: "upah", explain: "Upah atau gaji.", example: "Rp 2,4 jt", also: []string{"gaji", "upah_gaji"}},
	{key: "kontrak", explain: "Jenis dan lama kontrak.", example: "1 tahun", also: []string{"jenis_kontrak"}},
	{key: "pendidikan_min", explain: "Pendidikan paling rendah: SD, SMP, SMA, SMK, D1, D2, D3, D4, S1. Kosong: tidak dibatasi.", example: "SMA", also: []string{"pendidikan", "pendidikan_minimal"}},
	{key: "pengalaman", explain: "Pengalaman yang diminta.", example: "1 tahun"},
	{key: "keterampilan", explain: "Keterampilan atau kompetensi.", example: "SIM B1", also: []string{"kompetensi", "keahlian"}},
	{key: "usia", explain: "Hanya bila pekerjaannya sungguh memerlukan, dengan alasan (SE Menaker M/6/HK.04/V/2025).", example: "", also: []string{"umur", "usia_maks"}},
	{key: "jenis_kelamin", explain: "Hanya bila pekerjaannya sungguh memerlukan, dengan alasan.", example: "", also: []string{"gender", "l_p"}},
	{key: "penampilan", explain: "Hanya bila pekerjaannya sungguh memerlukan, dengan alasan.", example: ""},
	{key: "alasan", explain: "Mengapa pekerjaan itu memerlukan syarat usia, jenis kelamin, atau penampilan. Ditunjukkan kepada warga.", example: ""},
	{key: "khusus_alumni", explain: "ya: hanya alumni sekolah itu. Kosong: ya untuk BKK, tidak untuk dinas.", example: "", also: []string{"alumni"}},
	{key: "lain_lain", explain: "Hal lain yang perlu diketahui.", example: "", also: []string{"informasi_lain"}},
	{key: "cara_melamar", explain: "Bagaimana melamar.", example: "antar surat lamaran ke alamat perusahaan", also: []string{"cara_lamar"}},
	{key: "kontak_resmi", explain: "Kontak resmi perusahaan atau BKK, bukan HP pribadi.", example: "", also: []string{"kontak"}},
	{key: "tautan", explain: "Alamat lowongan di Karirhub, dimulai dengan https://", example: "", also: []string{"link", "tautan_karirhub"}},
	{key: "biaya", explain: "Harus 0 atau gratis: melamar kerja tidak boleh dipungut biaya. Tanpa pernyataan ini lowongan tidak bisa dibuka.", example: "gratis", also: []string{"biaya_pelamar"}},
	{key: "tutup", explain: "Batas lamaran (WITA). Tanpa jam berarti sampai akhir hari itu. Tanpa ini lowongan tidak bisa dibuka.", example: "31 Des 2027", also: []string{"batas", "penutupan", "tanggal_tutup", "tgl_tutup", "batas_lamaran"}},
	{key: "sumber", explain: "Dari mana keterangan ini, misalnya nomor surat.", example: "contoh, bukan data resmi"},
	{key: "contoh", explain: "ya: hanya contoh, selalu diberi tanda contoh. Kosong: tidak.", example: "ya"},
}

// VacancyTemplate writes an .xlsx file for vacancies.
func VacancyTemplate(path string) error {
	return template(path, "Lowongan", vacancyColumns,
		"Satu baris untuk setiap lowongan. Hapus baris contoh sebelum mengimpor.",
		"Yang diimpor menjadi rancangan. Orang lain harus memeriksanya: lopo vacancies approve NOMOR --by NAMA. Kerja di luar pulau atau luar negeri diperiksa dua orang.",
		"Kata-kata boleh diperbaiki kapan saja. Bila pemberi kerja, tempat, upah, cara melamar, atau tanggal tutup berubah, lowongan kembali menjadi rancangan.")
}

// vacancyMost is how long all that a vacancy says may be together: it is read on a small screen.
const vacancyMost = 400

// Vacancies reads a list of vacancies. Every row is right or refused with its reason; when one is refused there are no vacancies at all. What may
// stand but should be looked at comes beside them as warnings.
func Vacancies(t Table, city *store.City, schools []store.School, now time.Time) (list []store.Vacancy, wrong, warnings []RowError) {
	records, wrong := t.list(vacancyColumns, "satu baris untuk setiap lowongan")
	if wrong != nil {
		return nil, wrong, nil
	}
	names := placeNames(city)
	codes, posts := map[string]int{}, map[string]int{}
	for _, record := range records {
		r := &post{row: row{Record: record, columns: vacancyColumns}}
		v := r.vacancy(city, names, schools, now)
		same := strings.ToLower(v.Title + "|" + v.Employer + "|" + v.Place)
		if first, twice := codes[v.Code]; twice && v.Code != "" {
			r.refuse("kode", "%q sudah ada di baris %d; beri kode lain atau hapus salah satu baris", v.Code, first)
		} else if first, twice := posts[same]; twice && v.Title != "" {
			r.refuse("judul", "lowongan yang sama sudah ada di baris %d; hapus salah satu baris", first)
		}
		codes[v.Code], posts[same] = r.Line, r.Line
		wrong, warnings = append(wrong, r.wrong...), append(warnings, r.warnings...)
		list = append(list, v)
	}
	if len(wrong) > 0 {
		return nil, inOrder(wrong), inOrder(warnings)
	}
	return list, nil, inOrder(warnings)
}

// post is the row of a vacancy while it is read.
type post struct {
	row
	warnings []RowError
}

func (r *post) warn(column, format string, args ...any) {
	r.warnings = append(r.warnings, RowError{r.Line, column, fmt.Sprintf(format, args...)})
}

func (r *post) vacancy(city *store.City, names map[string]string, schools []store.School, now time.Time) store.Vacancy {
	v := store.Vacancy{Code: r.code("kode"), Title: r.words("judul", 60), Employer: r.words("perusahaan", 60), Address: r.words("alamat", 80), Needed: r.number("jumlah", 1, 1000),
		Place: r.words("lokasi", 60), Wage: r.wage("upah"), Contract: r.words("kontrak", 40), Education: r.education("pendidikan_min"), Experience: r.words("pengalaman", 60),
		Skills: r.words("keterampilan", 100), Age: r.words("usia", 40), Sex: r.words("jenis_kelamin", 30), Looks: r.words("penampilan", 40), Reason: r.words("alasan", 80),
		Other: r.words("lain_lain", 120), Apply: r.words("cara_melamar", 120), Contact: r.words("kontak_resmi", 60), Link: r.link("tautan"), Free: r.free("biaya"),
		Source: r.words("sumber", 150), Example: r.yes("contoh")}
	r.owner(&v, schools)
	r.whereabouts(&v, city, names)
	timed := false
	if v.Closes, timed = r.date("tutup"); !timed && !v.Closes.IsZero() {
		v.Closes = endOfDay(v.Closes)
	}
	if !v.Closes.IsZero() && v.Closes.Before(now) {
		r.warn("tutup", "sudah lewat; lowongan ini tidak bisa dibuka")
	}
	r.fairness(v)
	v.Field = r.field("bidang", v.Title)
	all := strings.Join([]string{v.Title, v.Employer, v.Address, v.Place, v.Wage, v.Experience, v.Skills, v.Other, v.Apply}, " ")
	if v.Far = v.Far || nlu.Far(all); v.Far {
		r.warn("wilayah", "kerja jauh, atau isinya menyebut tempat jauh atau perantara; perlu diperiksa dua orang, dan peringatan keselamatan ditunjukkan")
	}
	if n := utf8.RuneCountInString(all + v.Contract + v.Age + v.Sex + v.Looks + v.Reason + v.Contact + v.Link); n > vacancyMost {
		r.refuse("", "seluruhnya %d huruf, paling banyak %d; ringkas tulisannya", n, vacancyMost)
	}
	v.Terms = nlu.PostTerms(strings.Join([]string{v.Title, v.Employer, v.Skills, v.School.Name, v.Place}, " "), city, now, append(nlu.Fields(v.Title), v.Field)...)
	return v
}

// owner reads who posts the vacancy. A BKK may serve its own alumni only (Permenaker 39/2016).
func (r *post) owner(v *store.Vacancy, schools []store.School) {
	code := strings.ToLower(r.Cells["pemilik"])
	alumni := r.Cells["khusus_alumni"]
	if v.Alumni = r.yes("khusus_alumni"); Unknown(alumni) {
		v.Alumni = code != "dinas"
	}
	if code == "dinas" {
		if v.Alumni {
			r.refuse("khusus_alumni", "lowongan dinas tidak punya alumni; kosongkan, atau isi kode sekolah di pemilik")
		}
		return
	}
	i := slices.IndexFunc(schools, func(s store.School) bool { return s.Code == code })
	switch {
	case code == "":
		r.refuse("pemilik", "kosong; isi dinas, atau kode sekolah")
		return
	case i < 0:
		r.refuse("pemilik", "%q bukan dinas dan bukan kode sekolah yang ada; lihat: lopo schools list", r.Cells["pemilik"])
		return
	}
	v.School = schools[i]
	if !v.School.Registered() {
		r.warn("pemilik", "%s belum punya tanda daftar BKK; lowongan ini tidak bisa dibuka", v.School.Name)
	}
	if !v.Alumni {
		r.warn("khusus_alumni", "BKK hanya boleh melayani alumninya sendiri (Permenaker 39/2016)")
	}
}

var regions = map[string]store.Region{"kota": store.InCity, "kota_kupang": store.InCity, "dalam_kota": store.InCity, "pulau": store.OnIsland, "pulau_timor": store.OnIsland, "timor": store.OnIsland,
	"luar_kota": store.OnIsland, "luar_pulau": store.OffLand, "luar_daerah": store.OffLand, "luar_negeri": store.Abroad}

// whereabouts reads where the work is.
func (r *post) whereabouts(v *store.Vacancy, city *store.City, names map[string]string) {
	if !Unknown(r.Cells["kelurahan"]) {
		v.Kelurahan = r.place("kelurahan", names, city)
	} else if area := nlu.Seek("di "+v.Place, city, time.Time{}).Area; strings.HasPrefix(area, "kel:") {
		v.Kelurahan, _ = store.AreaName(area)
	} else if area != "" {
		v.Kecamatan, _ = store.AreaName(area)
	}
	for _, k := range city.Kelurahan {
		if k.Name == v.Kelurahan {
			v.Kecamatan = k.Kecamatan
		}
	}
	text := r.Cells["wilayah"]
	known := false
	if v.Region, known = regions[table.Key(text)]; !known && !Unknown(text) {
		r.refuse("wilayah", "%q tidak dikenal; tulis kota, pulau, luar pulau, atau luar negeri", text)
	}
	switch {
	case known:
	case v.Kecamatan != "":
		v.Region = store.InCity
	case v.Place != "" && Unknown(r.Cells["kelurahan"]):
		r.refuse("wilayah", "kosong; tulis kota, pulau, luar pulau, atau luar negeri")
	}
	if v.Kecamatan != "" && v.Region != store.InCity && !Unknown(r.Cells["kelurahan"]) {
		r.refuse("wilayah", "%s ada di kota ini; perbaiki wilayah atau kelurahannya", v.Kelurahan)
	}
	if v.Region != store.InCity {
		v.Kelurahan, v.Kecamatan = "", ""
	}
	v.Far = v.Region == store.OffLand || v.Region == store.Abroad
	if v.Region == store.Abroad && r.Cells["pemilik"] != "" && !strings.EqualFold(r.Cells["pemilik"], "dinas") {
		r.warn("wilayah", "BKK tidak boleh menempatkan ke luar negeri (Permenaker 39/2016)")
	}
}

// unfair are words that ask for age, sex, marriage or looks.
var unfair = regexp.MustCompile(`(?i)\b(berpenampilan|penampilan menarik|good looking|belum menikah|belum kawin|lajang|single|cantik|ganteng|tinggi badan|maks(imal|\.)? (usia|umur)|(usia|umur) (maks|di bawah)|khusus (pria|wanita|laki|perempuan)|(pria|wanita|laki-laki|perempuan) saja)\b`)

// fairness asks for a reason where the post asks for age, sex or looks, and warns (SE Menaker M/6/HK.04/V/2025).
func (r *post) fairness(v store.Vacancy) {
	asks := v.Age+v.Sex+v.Looks != ""
	found := unfair.FindString(strings.Join([]string{v.Title, v.Skills, v.Experience, v.Other}, " "))
	if !asks && found == "" {
		return
	}
	if v.Reason == "" {
		r.refuse("alasan", "kosong, padahal ada syarat usia, jenis kelamin, status, atau penampilan%s; isi mengapa pekerjaan itu memerlukannya, atau hapus syaratnya", quoted(found))
		return
	}
	r.warn("alasan", "ada syarat usia, jenis kelamin, status, atau penampilan%s; pastikan pekerjaan itu sungguh memerlukannya", quoted(found))
}

func quoted(found string) string {
	if found == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", found)
}

// free reads that applying costs nothing. An amount is refused: asking for money is how people are cheated.
func (r *post) free(column string) bool {
	text := strings.ToLower(strings.Trim(r.Cells[column], " ."))
	switch {
	case text == "gratis", text == "tidak ada", text == "tanpa biaya", text == "nol", text == "bebas biaya", text == "tidak dipungut biaya", text == "tidak":
		return true
	case Unknown(text):
		r.warn(column, "belum dinyatakan gratis; lowongan ini tidak bisa dibuka")
		return false
	}
	amount, err := Money(text)
	if err != nil {
		r.refuse(column, "%q tidak jelas; tulis 0 atau gratis", r.Cells[column])
	} else if amount > 0 {
		r.refuse(column, "%q: pelamar tidak boleh dipungut biaya; lowongan ini tidak bisa dipasang", r.Cells[column])
	}
	return err == nil && amount == 0
}

// wage writes an amount as money; other words stay as they are.
func (r *post) wage(column string) string {
	text := r.words(column, 60)
	if amount, err := Money(text); err == nil && amount >= 1000 {
		return locales.Rupiah(amount)
	}
	return text
}

func (r *post) link(column string) string {
	text := r.words(column, 100)
	if text != "" && !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://") || strings.Contains(text, " ") {
		r.refuse(column, "%q bukan alamat; tulis mulai dengan https://", text)
	}
	return text
}

// field reads the job or trade by which the vacancy is found, or takes it from the title.
func (r *post) field(column, title string) string {
	text := r.words(column, 40)
	if text == "" {
		text = title
	}
	if fields := nlu.Fields(text); len(fields) > 0 {
		return fields[0]
	}
	if !Unknown(r.Cells[column]) {
		return table.Key(text)
	}
	return ""
}
