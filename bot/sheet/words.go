package sheet

import (
	"cmp"
	"strings"

	"lopo/store"
	"lopo/store/table"
)

// educationOf reads a lowest level of education. "SMA/SMK sederajat" means sma: both will do. No condition is "".
func educationOf(text string) (level string, ok bool) {
	key := table.Key(text)
	key = strings.TrimSuffix(strings.TrimSuffix(key, "_sederajat"), "_atau")
	switch key {
	case "tidak_ada", "tidak_dibatasi", "tidak_disyaratkan", "semua", "bebas", "tanpa_syarat", "tidak_sekolah":
		return "", true
	case "sd", "smp", "sma", "smk", "d1", "d2", "d3", "d4", "s1", "s2", "s3":
		return key, true
	case "mi", "paket_a":
		return "sd", true
	case "mts", "sltp", "paket_b":
		return "smp", true
	case "sma_smk", "smk_sma", "slta", "smu", "ma", "sma_ma", "sma_smk_ma", "paket_c":
		return "sma", true
	case "stm", "smea":
		return "smk", true
	case "diploma", "d_iii", "diploma_3", "diploma_iii":
		return "d3", true
	case "d_iv":
		return "d4", true
	case "sarjana":
		return "s1", true
	}
	return "", false
}

// StatusWord says in Indonesian where an application stands, as staff read it in lists.
func StatusWord(s store.Status) string {
	return cmp.Or(map[store.Status]string{
		store.Submitted: "terkirim",
		store.Checked:   "sudah diperiksa kelurahan",
		store.Waiting:   "daftar tunggu",
		store.Offered:   "ditawari kursi",
		store.Accepted:  "diterima",
		store.Declined:  "menolak kursi",
		store.Lapsed:    "tawaran lewat batas",
		store.Refused:   "tidak terpilih",
		store.Cancelled: "dibatalkan pendaftar",
		store.NoShow:    "tidak hadir",
		store.Finished:  "selesai",
	}[s], string(s))
}

// plain writes a stored value as words: "belum_bekerja" is "belum bekerja", and a level of education is in capitals.
func plain(value string) string {
	if level, ok := educationOf(value); ok && level == value {
		return strings.ToUpper(value)
	}
	return strings.ReplaceAll(value, "_", " ")
}

// flagWords explains the marks on an application.
func flagWords(flags string) string {
	var words []string
	for flag := range strings.SplitSeq(flags, ",") {
		if flag = strings.TrimSpace(flag); flag != "" {
			words = append(words, cmp.Or(map[string]string{"nik_birthdate": "NIK tidak cocok dengan tanggal lahir"}[flag], plain(flag)))
		}
	}
	return strings.Join(words, "; ")
}
