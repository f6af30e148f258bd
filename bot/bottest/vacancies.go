package bottest

import (
	"lopo/store"
	"lopo/store/sqlite/sqlitetest"
)

// Posted puts a vacancy of the Dinas on the job board: number 1, open for a month.
func Posted(h *House) {
	v := store.Vacancy{Code: "kasir-1", Title: "Kasir", Employer: "Toko Maju", Address: "Jl. Satu", Field: "kasir", Place: "Oebobo", Kelurahan: "Oebobo", Kecamatan: "Oebobo", Region: store.InCity,
		Apply: "antar surat", Free: true, Closes: Noon.AddDate(0, 1, 0), Terms: "f_kasir kasir toko maju"}
	l := sqlitetest.At(h, h.Path())
	h.Must(l.PutVacancies(h.Ctx, []store.Vacancy{v}, "test", Noon))
	_, err := l.ApproveVacancy(h.Ctx, 1, "another", Noon)
	h.Must(err)
	h.Must(l.Close())
}
