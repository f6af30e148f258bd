package sheet

import (
	"slices"

	"lopo/store"
)

var schoolColumns = []columnOf{
	{key: "kode", needed: true, explain: "Nama pendek sekolah: huruf, angka, titik, dan tanda hubung, tanpa spasi. Tidak berubah lagi.", example: "smkn-5", also: []string{"kode_sekolah"}},
	{key: "nama", needed: true, explain: "Nama sekolah yang dilihat warga.", example: "SMKN 5 Kota Kupang", also: []string{"sekolah", "nama_sekolah"}},
	{key: "punya_bkk", explain: "ya: sekolah ini punya Bursa Kerja Khusus. Kosong: tidak.", example: "ya", also: []string{"bkk", "ada_bkk"}},
	{key: "nomor_bkk", explain: "Nomor tanda daftar BKK dari Dinas. Tanpa nomor, lowongan sekolah ini tidak bisa dibuka.", example: "contoh, isi nomor tanda daftar", also: []string{"tanda_daftar", "nomor_tanda_daftar", "no_tanda_daftar"}},
	{key: "tanggal_bkk", explain: "Tanggal tanda daftar.", example: "2 Mar 2026", also: []string{"tanggal_tanda_daftar", "tgl_tanda_daftar"}},
	{key: "petugas", explain: "Nama petugas BKK. Ditunjukkan kepada warga yang berminat.", example: "Ibu Ana", also: []string{"petugas_bkk", "nama_petugas"}},
	{key: "kontak", explain: "Kontak resmi BKK, bukan HP pribadi.", example: "0380-000000", also: []string{"kontak_bkk", "telepon"}},
	{key: "akun_petugas", explain: "Nama petugas itu di lopo staff. Peminat baru diberitahukan ke percakapannya yang tertaut. Kosong: hanya lewat ekspor.", example: "ANA", also: []string{"akun"}},
	{key: "contoh", explain: "ya: hanya contoh. Kosong: tidak.", example: "ya"},
}

// SchoolTemplate writes an .xlsx file for the schools and their job exchanges.
func SchoolTemplate(path string) error {
	return template(path, "Sekolah", schoolColumns,
		"Satu baris untuk setiap sekolah. Hapus baris contoh sebelum mengimpor.",
		"Sekolah yang tanda daftarnya dikosongkan kehilangan lowongannya yang terbuka: semuanya kembali menjadi rancangan.")
}

// Schools reads a list of schools. Every row is right or refused with its reason; when one is refused there are no schools at all. staff are the
// names under which members of staff are known.
func Schools(t Table, staff []string) ([]store.School, []RowError) {
	records, wrong := t.list(schoolColumns, "satu baris untuk setiap sekolah")
	if wrong != nil {
		return nil, wrong
	}
	var list []store.School
	lines := map[string]int{}
	for _, record := range records {
		r := &row{Record: record, columns: schoolColumns}
		s := store.School{Code: r.code("kode"), Name: r.words("nama", 60), HasBKK: r.yes("punya_bkk"), Number: r.words("nomor_bkk", 60), Officer: r.words("petugas", 60),
			Contact: r.words("kontak", 60), Staff: r.words("akun_petugas", 40), Example: r.yes("contoh")}
		s.Dated, _ = r.date("tanggal_bkk")
		if first, twice := lines[s.Code]; twice && s.Code != "" {
			r.refuse("kode", "%q sudah ada di baris %d; beri kode lain atau hapus salah satu baris", s.Code, first)
		}
		lines[s.Code] = r.Line
		if s.Number != "" && !s.HasBKK {
			r.refuse("punya_bkk", "nomor tanda daftar diisi, tetapi punya_bkk bukan ya; perbaiki salah satu")
		}
		if s.Staff != "" && !slices.Contains(staff, s.Staff) {
			r.refuse("akun_petugas", "%q bukan petugas yang terdaftar; tambahkan dulu: lopo staff add", s.Staff)
		}
		wrong = append(wrong, r.wrong...)
		list = append(list, s)
	}
	if len(wrong) > 0 {
		return nil, inOrder(wrong)
	}
	return list, nil
}
