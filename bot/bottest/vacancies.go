package bottest

import (
	"context"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// Posted puts a vacancy of the Dinas on the job board: number 1, open for a month.
func Posted(h *House) {
	l := sqlitetest.At(h, h.Path())
	h.Must(Post(h.Ctx, l))
	h.Must(l.Close())
}

// Post is Posted for a ledger.
func Post(ctx context.Context, l *sqlite.Ledger) error {
	v := store.Vacancy{Code: "kasir-1", Title: "Kasir", Employer: "Toko Maju", Address: "Jl. Satu", Field: "kasir", Place: "Oebobo", Kelurahan: "Oebobo", Kecamatan: "Oebobo", Region: store.InCity,
		Apply: "antar surat", Free: true, Closes: Noon.AddDate(0, 1, 0), Terms: "f_kasir kasir toko maju"}
	if err := l.PutVacancies(ctx, []store.Vacancy{v}, "test", Noon); err != nil {
		return err
	}
	_, err := l.ApproveVacancy(ctx, 1, "another", Noon)
	return err
}
