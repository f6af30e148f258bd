package main

import (
	"database/sql"
	"regexp"
	"strings"
	"testing"
	"time"

	"lopo/store"
)

// A role holds in its kelurahan and until its day, is taken away at once, and every change and every refusal is in the audit: who, when, what
// before, what after.
func TestAccept37RolesHaveScopeAndEnd(t *testing.T) {
	o := newOffice(t, "LOPO_WHATSAPP=off")
	code := regexp.MustCompile(`(?m)^  petugas-[a-z2-9]{4}-[a-z2-9]{4}$`)
	if out := o.does("staff", "add", "Ibu Ana", "--role", "admin"); !code.MatchString(out) {
		t.Errorf("no code for the role:\n%s", out)
	}
	o.refuses("perlu --scope", "staff", "add", "Edi", "--role", "editor", "--by", "Ibu Ana")
	o.refuses("tidak ada di data kota", "staff", "add", "Edi", "--role", "editor", "--scope", "Menteng", "--by", "Ibu Ana")
	o.refuses("tidak dikenal", "staff", "add", "Edi", "--role", "raja", "--by", "Ibu Ana")
	o.refuses("sudah lewat", "staff", "add", "Edi", "--role", "reader", "--until", "1 Jan 2020", "--by", "Ibu Ana")
	next := time.Now().AddDate(1, 0, 0).Format("02/01/2006")
	if out := o.does("staff", "add", "Edi", "--role", "editor", "--scope", "naikoten satu", "--until", next, "--by", "Ibu Ana"); !code.MatchString(out) || !strings.Contains(out, "Kelurahan Naikoten Satu sampai") {
		t.Errorf("added:\n%s", out)
	}
	o.refuses("tidak boleh mengatur petugas", "staff", "add", "Joni", "--role", "reader", "--by", "Edi")

	o.does("groups", "invite", "Naikoten Satu", "--kind", "karang-taruna", "--by", "Edi")
	o.refuses("wilayahnya Kelurahan Naikoten Satu, bukan Kelurahan Lasiana", "groups", "invite", "Lasiana", "--by", "Edi")
	o.refuses("bukan seluruh kota", "groups", "invite", "dinas", "--by", "Edi")
	o.does("staff", "add", "Lia", "--role", "penyetuju", "--by", "Ibu Ana")
	o.refuses("peran approver tidak boleh", "groups", "invite", "dinas", "--by", "Lia")

	o.does("staff", "revoke", "Edi", "--by", "Ibu Ana")
	o.refuses("sudah dicabut", "groups", "invite", "Naikoten Satu", "--by", "Edi")
	o.refuses("sudah dicabut", "staff", "link", "Edi", "--by", "Ibu Ana")
	if out := o.does("staff", "list"); !strings.Contains(out, "Edi: editor, Kelurahan Naikoten Satu (dicabut)") {
		t.Errorf("list:\n%s", out)
	}
	log := o.auditLog()
	for _, want := range []string{
		"Ibu Ana|put staff|Edi||editor Naikoten Satu revoked=false until=",
		"Ibu Ana|put staff|Edi|editor Naikoten Satu revoked=false until=",
		"Edi|refused: groups|Lasiana|||place",
		"Edi|refused: groups||||place",
		"Edi|refused: appoint||||role",
		"Edi|refused: groups|Naikoten Satu|||revoked",
		"Edi|make group code|Naikoten Satu||karang-taruna|",
	} {
		if !strings.Contains(log, "\n"+want) {
			t.Errorf("%q is not in the audit:\n%s", want, log)
		}
	}
}

// auditLog is who did what, a line each, and checks that each says when.
func (o *office) auditLog() string {
	o.Helper()
	db, err := sql.Open("sqlite", "file:"+o.path("lopo.db"))
	if err != nil {
		o.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT at, by, action, object, before, after, reason FROM audit ORDER BY id`)
	if err != nil {
		o.Fatal(err)
	}
	defer rows.Close()
	log := "\n"
	for rows.Next() {
		var at int64
		var part [6]string
		if err := rows.Scan(&at, &part[0], &part[1], &part[2], &part[3], &part[4], &part[5]); err != nil {
			o.Fatal(err)
		}
		if age := time.Since(time.UnixMilli(at)); age < 0 || age > time.Hour {
			o.Errorf("%v: at %v", part, time.UnixMilli(at))
		}
		log += strings.Join(part[:], "|") + "\n"
	}
	return log
}

// Every role may do something and nothing by mistake: what each may do is written down once more here.
func TestAccept37WhatRolesMay(t *testing.T) {
	now := time.Now()
	all := []store.Deed{store.ToLook, store.ToAnnounce, store.ToApprove, store.ToEditLoans, store.ToEditJobs, store.ToDecide, store.ToGather, store.ToUnmask, store.ToAppoint}
	for role, want := range map[store.Role]string{
		store.Admin: "look announce approve loans jobs decide groups unmask appoint", store.Operator: "look announce loans jobs decide groups",
		store.Approver: "look announce approve", store.Editor: "look announce loans decide groups", store.LPM: "look loans", store.BKK: "look jobs",
		store.KarangTaruna: "look", store.Reader: "look", "raja": "",
	} {
		var may []string
		for _, do := range all {
			s := store.Staff{Name: "X", Role: role, Scope: "Alak"}
			if s.May(do, "Alak", now) == store.Allowed {
				may = append(may, string(do))
			}
			if why := s.May(do, "Lasiana", now); why == store.Allowed {
				t.Errorf("%s of Alak may %s in Lasiana", role, do)
			}
			if why := s.May(do, "", now); why == store.Allowed {
				t.Errorf("%s of Alak may %s in the whole city", role, do)
			}
			ended := s
			ended.Until = now
			if ended.May(do, "Alak", now) == store.Allowed {
				t.Errorf("%s may %s after its end", role, do)
			}
			gone := s
			gone.Revoked = true
			if why := gone.May(do, "Alak", now); why != store.RoleRevoked {
				t.Errorf("a revoked %s: %q", role, why)
			}
		}
		if got := strings.Join(may, " "); got != want {
			t.Errorf("%s may %q, want %q", role, got, want)
		}
	}
	if len(store.Roles) != 8 {
		t.Errorf("%d roles", len(store.Roles))
	}
	if why := (store.Staff{}).May(store.ToLook, "", now); why != store.NoSuchStaff {
		t.Errorf("nobody: %q", why)
	}
}
