package sheet

import (
	"cmp"
	"strconv"
	"time"

	"lopo/store"
)

// VacancyState says in Indonesian where a vacancy stands, as staff read it in lists.
func VacancyState(v store.Vacancy, now time.Time) string {
	if v.State == store.VacancyOpen && v.Over(now) {
		return "lewat tanggal tutup"
	}
	words := map[store.VacancyState]string{store.VacancyDraft: "rancangan", store.VacancyChecked: "diperiksa satu orang", store.VacancyOpen: "terbuka",
		store.VacancyClosed: "ditutup", store.VacancyFilled: "terisi"}[v.State]
	if !v.Hidden.IsZero() {
		words += ", disembunyikan"
	}
	return words
}

// Poster is who posted a vacancy, for lists of staff.
func Poster(v store.Vacancy) string { return cmp.Or(v.School.Name, "Dinas") }

// Applications gives the table of those who are interested, for Write, without what was withdrawn. Numbers are masked unless unmask is set; the
// caller has checked the role for that and written it to the audit.
func Applications(views []store.ApplicationView, unmask bool) (headers []string, rows [][]string) {
	headers = []string{"Peminat", "Lowongan", "Judul", "Perusahaan", "BKK", "Nama", "HP", "Tahun lulus", "Dikirim (WITA)", "Sesudah sebulan"}
	phone := store.MaskPhone
	if unmask {
		phone = store.LocalPhone
	}
	for _, v := range views {
		if v.Withdrawn.IsZero() {
			rows = append(rows, []string{strconv.FormatInt(v.ID, 10), strconv.FormatInt(v.Vacancy, 10), v.For.Title, v.For.Employer, Poster(v.For), v.Name, phone(v.Phone), v.Year,
				moment(v.Sent), outcomeWord(v.Outcome)})
		}
	}
	return headers, rows
}

func outcomeWord(o store.Outcome) string {
	return map[store.Outcome]string{store.HiredHere: "bekerja di sana", store.HiredElsewhere: "bekerja di tempat lain", store.NotHired: "belum bekerja"}[o]
}

// Placements gives a BKK's report: of each vacancy that was ever open, how many were sought, were interested, and say that they work now. It
// names nobody.
func Placements(vacancies []store.Vacancy, views []store.ApplicationView, now time.Time) (headers []string, rows [][]string) {
	headers = []string{"BKK", "Nomor", "Judul", "Perusahaan", "Tempat", "Dibuka", "Ditutup", "Keadaan", "Dicari", "Berminat", "Ditarik", "Bekerja di sana", "Bekerja di tempat lain",
		"Belum bekerja", "Belum menjawab"}
	type count struct{ all, withdrawn, here, elsewhere, no int }
	counts := map[int64]*count{}
	for _, a := range views {
		c := counts[a.Vacancy]
		if c == nil {
			c = &count{}
			counts[a.Vacancy] = c
		}
		c.all++
		switch {
		case !a.Withdrawn.IsZero():
			c.withdrawn++
		case a.Outcome == store.HiredHere:
			c.here++
		case a.Outcome == store.HiredElsewhere:
			c.elsewhere++
		case a.Outcome == store.NotHired:
			c.no++
		}
	}
	for _, v := range vacancies {
		if v.Opened.IsZero() {
			continue
		}
		c := counts[v.ID]
		if c == nil {
			c = &count{}
		}
		rows = append(rows, []string{Poster(v), strconv.FormatInt(v.ID, 10), v.Title, v.Employer, v.Place, moment(v.Opened), moment(v.Closes), VacancyState(v, now), strconv.Itoa(v.Needed),
			strconv.Itoa(c.all), strconv.Itoa(c.withdrawn), strconv.Itoa(c.here), strconv.Itoa(c.elsewhere), strconv.Itoa(c.no),
			strconv.Itoa(c.all - c.withdrawn - c.here - c.elsewhere - c.no)})
	}
	return headers, rows
}
