package sheet

// columnOf is a column of a list, as the template and the guide explain it.
type columnOf struct {
	key     string
	needed  bool
	explain string
	example string
	also    []string // other names people write
}

// Columns up to trainingWide describe the training and must agree in all its rows; the rest describe one batch.
const trainingWide = 12

var trainingColumns = []columnOf{
	{key: "kode_pelatihan", needed: true, explain: "Nama pendek pelatihan: huruf, angka, titik, dan tanda hubung, tanpa spasi. Tidak berubah lagi. Beberapa angkatan dari satu pelatihan memakai kode yang sama.", example: "contoh-menjahit-2027", also: []string{"kode"}},
	{key: "pelatihan", needed: true, explain: "Nama yang dilihat warga.", example: "Menjahit (contoh)", also: []string{"nama_pelatihan"}},
	{key: "kejuruan", explain: "Bidangnya, misalnya menjahit, bengkel, tukang kayu, salon, pemasaran digital.", example: "menjahit"},
	{key: "tahun", explain: "Tahun anggaran, empat angka.", example: "2027"},
	{key: "syarat", explain: "Syarat peserta, satu per baris (Alt+Enter) atau dipisah titik koma.", example: "KTP Kota Kupang; Ijazah terakhir", also: []string{"persyaratan"}},
	{key: "usia_min", explain: "Umur paling muda pada hari pertama. Kosong: tidak dibatasi.", example: "18", also: []string{"usia_minimal", "usia_minimum", "umur_min"}},
	{key: "usia_maks", explain: "Umur paling tua pada hari pertama. Kosong: tidak dibatasi.", example: "45", also: []string{"usia_maksimal", "usia_maksimum", "umur_maks", "usia_max"}},
	{key: "pendidikan_min", explain: "Pendidikan paling rendah: SD, SMP, SMA, SMK, D1, D2, D3, D4, S1. Kosong: tidak dibatasi.", example: "SMP", also: []string{"pendidikan", "pendidikan_minimal", "pendidikan_terendah"}},
	{key: "tanya_nik", explain: "ya: NIK ditanyakan. Pakai hanya bila benar-benar perlu. Kosong: tidak.", example: "tidak"},
	{key: "contoh", explain: "ya: hanya contoh, selalu diberi tanda contoh. Kosong: tidak.", example: "ya"},
	{key: "sumber", explain: "Dari mana keterangan ini, misalnya nomor surat. Ditunjukkan kepada warga.", example: "contoh, bukan data resmi"},
	{key: "per_tanggal", explain: "Tanggal sumber itu.", example: "4 Jan 2027", also: []string{"per"}},
	{key: "kode_angkatan", needed: true, explain: "Nama pendek angkatan, tidak boleh ada dua kali. Mengimpor kode yang sama memperbarui angkatan itu.", example: "contoh-menjahit-2027-1"},
	{key: "angkatan", needed: true, explain: "Nama angkatan yang dilihat warga.", example: "Angkatan 1", also: []string{"nama_angkatan", "gelombang"}},
	{key: "tempat", explain: "Tempat pelatihan. Kosong: bot mengatakan belum diketahui.", example: "Aula kelurahan (contoh)", also: []string{"lokasi"}},
	{key: "mulai", explain: "Hari pertama. Kosong: bot mengatakan belum diketahui.", example: "1 Mar 2027", also: []string{"tanggal_mulai", "tgl_mulai"}},
	{key: "selesai", explain: "Hari terakhir.", example: "19 Mar 2027", also: []string{"tanggal_selesai", "tgl_selesai"}},
	{key: "jam", explain: "Jam setiap hari.", example: "08.00-15.00", also: []string{"waktu"}},
	{key: "tutup_daftar", explain: "Batas pendaftaran (WITA). Tanpa jam berarti sampai akhir hari itu.", example: "19 Feb 2027", also: []string{"batas_daftar", "penutupan", "tutup_pendaftaran", "batas_pendaftaran"}},
	{key: "kursi", needed: true, explain: "Jumlah peserta.", example: "20 orang", also: []string{"kuota", "jumlah_kursi", "peserta"}},
	{key: "kursi_per_kelurahan", explain: "Paling banyak dari satu kelurahan. Kosong atau 0: tidak dibatasi.", example: "2", also: []string{"kuota_per_kelurahan"}},
	{key: "perlu_cek_kelurahan", explain: "ya: hanya pendaftar yang sudah diperiksa kelurahan boleh ditawari kursi. Kosong: tidak.", example: "ya"},
	{key: "buka_penawaran", explain: "ya: kursi langsung ditawarkan menurut urutan daftar tunggu. Kosong: tidak, petugas memilih dulu.", example: "tidak"},
}

// asides are columns that people keep for themselves.
var asides = []string{"no", "nomor", "catatan", "keterangan"}

// keysOf are the columns of a list, and what other names mean.
func keysOf(columns []columnOf) (keys []string, also map[string]string) {
	also = map[string]string{}
	for _, c := range columns {
		keys = append(keys, c.key)
		for _, name := range c.also {
			also[name] = c.key
		}
	}
	return keys, also
}

// TrainingTemplate writes an .xlsx file for staff to fill in: the header with one example row, and a second sheet that explains each column.
func TrainingTemplate(path string) error {
	return template(path, "Pelatihan", trainingColumns,
		"Satu baris untuk setiap angkatan. Hapus baris contoh sebelum mengimpor.",
		"Yang belum diketahui dikosongkan; bot mengatakan belum diketahui. Jangan menebak.",
		"Untuk angkatan kedua dan seterusnya, kolom pelatihan sampai per_tanggal boleh kosong: isinya ikut baris lain dengan kode_pelatihan yang sama.")
}

// template writes the header of a list with one example row, and a second sheet that explains each column.
func template(path, name string, columns []columnOf, notes ...string) error {
	list := page{name: name, rows: [][]string{nil}}
	guide := page{name: "Petunjuk", headers: []string{"Kolom", "Wajib", "Isi", "Contoh"}}
	for _, c := range columns {
		list.headers = append(list.headers, c.key)
		list.rows[0] = append(list.rows[0], c.example)
		needed := "tidak"
		if c.needed {
			needed = "ya"
		}
		guide.rows = append(guide.rows, []string{c.key, needed, c.explain, c.example})
	}
	for _, note := range append(notes, "Kolom no, catatan, dan keterangan boleh ditambahkan; isinya tidak dibaca.") {
		guide.rows = append(guide.rows, []string{"", "", note, ""})
	}
	content, err := asWorkbook(list, guide)
	if err != nil {
		return err
	}
	return save(path, content)
}
