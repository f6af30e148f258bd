package transcripttest

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lopo/flows/nlu"
	"lopo/store"
	"lopo/store/city"
	"lopo/store/sqlite"
)

// The schools and vacancies of the transcripts. All of them are invented. Each vacancy was written by one person and checked by others.
var schools = []store.School{
	{Code: "smkn-5", Name: "SMKN 5 Kota Kupang", HasBKK: true, Number: "560/12/BKK/2026", Dated: day(2026, 3, 2, 0, 0), Officer: "Ibu Ana"},
	{Code: "smk-karya", Name: "SMK Karya", HasBKK: true},
}

const (
	author = "Ibu Ana"
	first  = "Pak Budi"
	second = "Ibu Citra"
)

// Vacancies are the posts, as they are imported. The last three are drafts.
func Vacancies() []store.Vacancy {
	post := func(code, title, employer, place, kelurahan string, set func(*store.Vacancy)) store.Vacancy {
		v := store.Vacancy{Code: code, Title: title, Employer: employer, Address: "Jl. Contoh No. 1, Kupang", Place: place, Kelurahan: kelurahan, Region: store.InCity, Needed: 2,
			Wage: "Rp2.400.000 sebulan", Contract: "1 tahun", Education: "sma", Apply: "antar surat lamaran ke alamat perusahaan", Free: true, Closes: day(2026, 12, 31, 16, 0)}
		c := city.Default()
		for _, k := range c.Kelurahan {
			if k.Name == kelurahan {
				v.Kecamatan = k.Kecamatan
			}
		}
		if set != nil {
			set(&v)
		}
		if fields := nlu.Fields(v.Title); v.Field == "" && len(fields) > 0 {
			v.Field = fields[0]
		}
		v.Terms = nlu.PostTerms(strings.Join([]string{v.Title, v.Employer, v.Skills, v.School.Name}, " "), c, day(2026, 10, 26, 9, 0), v.Field)
		return v
	}
	return []store.Vacancy{
		post("sopir-maju", "Sopir truk", "Toko Maju", "Gudang di Oebobo", "Oebobo", func(v *store.Vacancy) { v.Education, v.Skills, v.Experience = "smp", "SIM B1", "pengalaman 1 tahun" }),
		post("kasir-oesapa", "Kasir", "Swalayan Sinar", "Oesapa", "Oesapa", func(v *store.Vacancy) { v.Closes = day(2026, 11, 10, 16, 0) }),
		post("mekanik-5", "Mekanik sepeda motor", "Bengkel Jaya", "Kuanino", "Kuanino", func(v *store.Vacancy) {
			v.School, v.Alumni, v.Education = store.School{Code: "smkn-5", Name: "SMKN 5 Kota Kupang"}, true, "smk"
		}),
		post("admin-cahaya", "Admin kantor", "CV Cahaya", "Naikoten Satu", "Naikoten Satu", func(v *store.Vacancy) { v.Education = "d3" }),
		post("satpam-mal", "Satpam", "PT Aman", "Fatululi", "Fatululi", func(v *store.Vacancy) { v.Age, v.Reason = "paling tua 40 tahun", "tugas jaga malam" }),
		post("pelayan-rm", "Pelayan rumah makan", "RM Laut", "Kelapa Lima", "Kelapa Lima", func(v *store.Vacancy) { v.Education = "smp" }),
		post("jaga-toko", "Penjaga toko", "Toko Kain Indah", "Solor", "Solor", nil),
		post("batam", "Operator produksi", "PT Sentosa", "Batam", "", func(v *store.Vacancy) { v.Region, v.Far = store.OffLand, true }),
		post("sopir-pribadi", "Sopir pribadi", "Ibu Dewi", "Kayu Putih", "Kayu Putih", func(v *store.Vacancy) { v.Education = "" }),
		post("kasir-apotek", "Kasir apotek", "Apotek Sehat", "Oebobo", "Oebobo", nil),
		post("kasir-karya", "Kasir koperasi", "Koperasi Karya", "Oebufu", "Oebufu", func(v *store.Vacancy) { v.School.Code = "smk-karya"; v.Alumni = true }),
	}
}

// postVacancies fills the job board of a world.
func postVacancies(l *sqlite.Ledger) error {
	ctx, now := context.Background(), day(2026, 10, 26, 9, 0)
	if err := l.PutSchools(ctx, schools, author, now); err != nil {
		return err
	}
	if err := l.PutVacancies(ctx, Vacancies(), author, now); err != nil {
		return err
	}
	for n := range int64(8) {
		v, err := l.ApproveVacancy(ctx, n+1, first, now.Add(time.Duration(n)*time.Minute))
		if err == nil && v.State == store.VacancyChecked {
			_, err = l.ApproveVacancy(ctx, n+1, second, now.Add(time.Duration(n)*time.Minute))
		}
		if err != nil {
			return fmt.Errorf("vacancy %d: %w", n+1, err)
		}
	}
	return nil
}

// vacancyStaff carries out what staff do to a vacancy; ok is false when it is about something else.
func vacancyStaff(l *sqlite.Ledger, words []string, now time.Time) (ok bool, err error) {
	ctx := context.Background()
	number, _ := strconv.ParseInt(words[1], 10, 64)
	switch words[0] {
	case "approve":
		_, err = l.ApproveVacancy(ctx, number, first, now)
	case "shut":
		err = l.EndVacancy(ctx, number, store.VacancyClosed, first, "", now)
	case "fill":
		err = l.EndVacancy(ctx, number, store.VacancyFilled, first, "", now)
	case "unhide":
		err = l.HideVacancy(ctx, number, false, first, "", now)
	case "retitle":
		var list []store.Vacancy
		if list, err = l.Vacancies(ctx); err != nil {
			return true, err
		}
		i := slices.IndexFunc(list, func(v store.Vacancy) bool { return v.ID == number })
		list[i].Title = strings.Join(words[2:], " ")
		err = l.PutVacancies(ctx, list[i:i+1], first, now)
	default:
		return false, nil
	}
	return true, err
}

// untold is when the next digests are made, if something has opened that nobody was told of yet; the zero time otherwise.
func untold(db *sql.DB, now time.Time) (time.Time, error) {
	var waits bool
	if err := db.QueryRow(`SELECT EXISTS (SELECT 1 FROM vacancies WHERE state = 'open' AND wave = '')`).Scan(&waits); err != nil || !waits {
		return time.Time{}, err
	}
	w := now.In(store.WITA)
	next := time.Date(w.Year(), w.Month(), w.Day(), 9, 0, 0, 0, store.WITA)
	if !next.After(now) {
		next = next.AddDate(0, 0, 1)
	}
	return next, nil
}
