package sheet

import (
	"cmp"
	"strconv"
	"time"

	"lopo/store"
)

// Registrations gives the table of applications for Write, in the order given. NIK and phone are masked unless unmask is set; the caller
// has checked the role for that and written it to the audit. Dates are ISO, so that a spreadsheet sorts them.
func Registrations(views []store.RegistrationView, unmask bool) (headers []string, rows [][]string) {
	headers = []string{"Nomor", "Pelatihan", "Angkatan", "Pilihan kedua", "Kursi di", "Status", "Posisi", "Nama", "Tanggal lahir", "L/P",
		"Kelurahan", "Pendidikan", "Pekerjaan", "HP", "NIK", "Dikirim (WITA)", "Tanda"}
	nik, phone := store.MaskNIK, store.MaskPhone
	if unmask {
		nik, phone = func(s string) string { return s }, store.LocalPhone
	}
	for _, v := range views {
		a := v.Applicant
		position := ""
		if v.Position > 0 {
			position = strconv.Itoa(v.Position)
		}
		rows = append(rows, []string{
			v.Number, v.First.Training.Name, v.First.Name, batchWords(v.Chance), batchWords(v.Held), StatusWord(v.Status), position,
			a.Name, a.Born, a.Gender, cmp.Or(a.Kelurahan, "luar kota"), plain(a.Education), plain(a.Work), phone(a.Phone), nik(a.NIK),
			moment(v.Sent), flagWords(v.Flags),
		})
	}
	return headers, rows
}

func batchWords(b store.Batch) string {
	if b.Code == "" {
		return ""
	}
	return b.Training.Name + ", " + b.Name
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(store.WITA).Format("2006-01-02 15.04")
}
