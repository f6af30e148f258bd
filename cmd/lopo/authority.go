package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lopo/bot/sheet"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
)

// may refuses whoever of staff may not do something in a kelurahan ("" the whole city) now. A refusal is audited.
func (p *parts) may(ctx context.Context, name string, do store.Deed, in string) error {
	_, err := p.ledger.Authorise(ctx, name, do, in, now())
	return refused(err)
}

// deedNames say to staff what they were about to do.
var deedNames = map[store.Deed]string{
	store.ToLook: "melihat daftar", store.ToAnnounce: "membuat pengumuman", store.ToApprove: "menyetujui pengumuman", store.ToEditLoans: "mengubah data PEM",
	store.ToEditJobs: "mengelola lowongan", store.ToDecide: "memutuskan dan menjawab", store.ToGather: "mengatur grup", store.ToUnmask: "melihat data lengkap",
	store.ToAppoint: "mengatur petugas",
}

// refused says in the language of staff why they may not.
func refused(err error) error {
	var r *sqlite.RefusedError
	if !errors.As(err, &r) {
		return err
	}
	name := r.Staff.Name
	switch r.Why {
	case store.NoSuchStaff:
		return fmt.Errorf("tidak ada petugas bernama %q; tambahkan dulu: lopo staff add", name)
	case store.RoleRevoked:
		return fmt.Errorf("%s tidak berwenang untuk ini: perannya sudah dicabut", name)
	case store.RoleExpired:
		return fmt.Errorf("%s tidak berwenang untuk ini: perannya berakhir %s", name, locales.DateTime(r.Staff.Until))
	case store.OutOfScope:
		return fmt.Errorf("%s tidak berwenang untuk ini: wilayahnya %s, bukan %s", name, scopeName(r.Staff.Scope), scopeName(r.In))
	}
	return fmt.Errorf("%s tidak berwenang untuk ini: peran %s tidak boleh %s", name, r.Staff.Role, deedNames[r.Do])
}

// scopeName is a scope as staff say it.
func scopeName(scope string) string {
	if scope == "" {
		return "seluruh kota"
	}
	return "Kelurahan " + scope
}

// roleNames are other words for roles.
var roleNames = map[string]store.Role{"penyetuju": store.Approver, "petugas": store.Operator, "pembaca": store.Reader, "kelurahan": store.Editor, "karangtaruna": store.KarangTaruna}

// roleNamed reads a role as staff write it.
func roleNamed(text string) (store.Role, error) {
	word := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(text), " ", "-"))
	if role, ok := roleNames[word]; ok {
		return role, nil
	}
	var all []string
	for _, role := range store.Roles {
		if string(role) == word {
			return role, nil
		}
		all = append(all, string(role))
	}
	return "", fmt.Errorf("peran %q tidak dikenal; yang ada: %s", text, strings.Join(all, ", "))
}

// kelurahanNamed finds a kelurahan by its name or another spelling; "dinas" and nothing are the whole city.
func kelurahanNamed(city *store.City, text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || strings.EqualFold(text, "dinas") || strings.EqualFold(text, "kota") {
		return "", nil
	}
	for _, k := range city.Kelurahan {
		if strings.EqualFold(k.Name, text) {
			return k.Name, nil
		}
	}
	for _, k := range city.Kelurahan {
		for _, alias := range k.Aliases {
			if strings.EqualFold(alias, text) {
				return k.Name, nil
			}
		}
	}
	return "", fmt.Errorf("kelurahan %q tidak ada di data kota; tulis nama resminya, misalnya \"Naikoten Satu\", atau dinas", text)
}

// until reads the day on which something ends: the whole of it is still good.
func until(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, timed, err := sheet.Date(text)
	if err != nil {
		return t, fmt.Errorf("--until: %w", err)
	}
	if !timed {
		t = t.AddDate(0, 0, 1).Add(-time.Minute)
	}
	if !t.After(now()) {
		return t, errors.New("--until sudah lewat")
	}
	return t, nil
}

// as refuses who has none of some roles, wherever they hold. May asks for a deed in a place, and is what a command should ask where there is one.
func (p *parts) as(ctx context.Context, name string, roles ...store.Role) error {
	s, err := p.staff(ctx, name)
	if err != nil {
		return err
	}
	s.Name = name
	why := s.May(store.ToLook, s.Scope, now()) // every role may
	switch {
	case s.Role == "":
		why = store.NoSuchStaff
	case why == store.Allowed && !slices.Contains(roles, s.Role):
		why = store.RoleTooSmall
	}
	if why == store.Allowed {
		return nil
	}
	return refused(&sqlite.RefusedError{Staff: s, Do: store.ToDecide, In: s.Scope, Why: why})
}
