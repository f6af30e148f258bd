package sqlite

import (
	"database/sql"
	"strings"
	"time"

	"lopo/store"
)

// Where vacancies are looked for: those that residents see, and of these the ones that a search asks for. An empty condition asks nothing.
const (
	sqlSeen = ` FROM vacancies v WHERE v.state = 'open' AND v.hidden = 0 AND v.closes > ?1
		AND (?2 = '' OR v.kecamatan = ?2) AND (?3 = '' OR v.kelurahan = ?3) AND (?4 < 0 OR v.rank <= ?4) AND (?5 = 0 OR v.school = ?5)`
	sqlFound     = sqlSeen + ` AND v.id IN (SELECT rowid FROM vacancy_terms WHERE vacancy_terms MATCH ?6)`
	sqlPage      = ` ORDER BY v.opened DESC, v.id DESC LIMIT 5 OFFSET `
	sqlSeenMany  = `SELECT count(*)` + sqlSeen
	sqlFoundMany = `SELECT count(*)` + sqlFound
	sqlSeenPage  = `SELECT v.id` + sqlSeen + sqlPage + `?6`
	sqlFoundPage = `SELECT v.id` + sqlFound + sqlPage + `?7`
)

// jobs answers what a decision wants to know about vacancies.
func (tx *Tx) jobs(of store.Address, need store.JobNeed, f *store.Facts) error {
	for _, part := range []struct {
		wanted bool
		read   func() error
	}{
		{need.Look, func() (err error) { f.Jobs.Page, err = tx.seek(need.Search, f.Now); return err }},
		{need.Vacancy != 0, func() error { return tx.aboutVacancy(of, need.Vacancy, &f.Jobs) }},
		{need.Mine, func() error { return tx.myJobs(of, &f.Jobs) }},
		{need.Digest, func() error { return tx.digestOf(of, &f.Jobs) }},
		{need.Applied != 0, func() error { return tx.applied(of, need.Applied, &f.Jobs) }},
		{need.Kinds, func() error { return tx.kinds(&f.Jobs, f.Now) }},
	} {
		if !part.wanted {
			continue
		}
		if err := part.read(); err != nil {
			return err
		}
	}
	return nil
}

// seek finds a page of vacancies. Where an area has none of the kind it looks in wider ones, and last for any of the words.
func (tx *Tx) seek(s store.JobSearch, now time.Time) (p store.JobPage, err error) {
	loose := []bool{false, true}
	if !strings.Contains(s.Terms, " ") {
		loose = loose[:1]
	}
	for _, l := range loose {
		for wide, again := s, true; again; wide.Area, again = tx.ledger.wider(wide.Area) {
			p, err = tx.jobsFound(wide, l, now)
			if p.Search, p.Area, p.Loose = s, wide.Area, l; err != nil || p.Total > 0 {
				return p, err
			}
		}
	}
	return p, err
}

// wider is the area around an area: the kecamatan, then the whole city and beyond.
func (l *Ledger) wider(area string) (around string, ok bool) {
	name, kecamatan := store.AreaName(area)
	for _, k := range l.city.Kelurahan {
		if area != "" && !kecamatan && k.Name == name {
			return store.AreaKecamatan(k.Kecamatan), true
		}
	}
	return "", area != ""
}

func (tx *Tx) jobsFound(s store.JobSearch, loose bool, now time.Time) (p store.JobPage, err error) {
	name, kecamatan := store.AreaName(s.Area)
	kelurahan := name
	if kecamatan {
		kelurahan = ""
	} else {
		name = ""
	}
	rank := -1
	if s.Education != "" {
		rank = store.EducationRank(s.Education)
	}
	many, page, args := sqlSeenMany, sqlSeenPage, []any{ms(now), name, kelurahan, rank, s.School}
	if s.Terms != "" {
		many, page, args = sqlFoundMany, sqlFoundPage, append(args, match(s.Terms, loose))
	}
	if err := tx.row(many, args...).Scan(&p.Total); err != nil || p.Total == 0 {
		return p, err
	}
	rows, err := tx.rows(page, append(args, s.From)...)
	ids, err := all(rows, err, scanID)
	if err != nil {
		return p, err
	}
	for _, id := range ids {
		v, ok, err := tx.vacancy(sqlVacancy, id)
		if err != nil {
			return p, err
		}
		if ok {
			p.List = append(p.List, v)
		}
	}
	return p, nil
}

// match writes terms as a query of the index: all of them, or any. Terms hold letters, digits and "_" alone; the quotes keep a word such as "not"
// a word.
func match(terms string, loose bool) string {
	between := `" AND "`
	if loose {
		between = `" OR "`
	}
	return `"` + strings.Join(strings.Fields(terms), between) + `"`
}

func (tx *Tx) aboutVacancy(of store.Address, number int64, f *store.JobFacts) (err error) {
	if f.Vacancy, _, err = tx.vacancy(sqlVacancy, number); err != nil {
		return err
	}
	return tx.row(`SELECT EXISTS (SELECT 1 FROM vacancy_reports WHERE vacancy = ? AND channel = ? AND chat = ?)`, number, of.Channel, of.Chat).Scan(&f.Reported)
}

// kinds reads which schools, and which jobs and trades, have something open.
func (tx *Tx) kinds(f *store.JobFacts, now time.Time) error {
	rows, err := tx.rows(`SELECT id, code, name, has_bkk, number, dated, officer, contact, staff, example FROM schools
		WHERE id IN (SELECT school FROM vacancies WHERE state = 'open' AND hidden = 0 AND closes > ?) ORDER BY name, id`, ms(now))
	if f.Schools, err = all(rows, err, scanSchool); err != nil {
		return err
	}
	rows, err = tx.rows(`SELECT DISTINCT field FROM vacancies WHERE state = 'open' AND hidden = 0 AND closes > ? AND field <> '' ORDER BY field`, ms(now))
	f.Fields, err = all(rows, err, func(rows *sql.Rows) (field string, err error) { return field, rows.Scan(&field) })
	return err
}

const sqlApplicationColumns = `SELECT a.id, a.vacancy, a.channel, a.chat, a.name, a.phone, a.year, a.consent, a.sent, a.withdrawn, a.outcome FROM applications a`

func (l *Ledger) scanApplication(rows *sql.Rows) (a store.Application, err error) {
	var phone []byte
	var sent, withdrawn int64
	if err := rows.Scan(&a.ID, &a.Vacancy, &a.Of.Channel, &a.Of.Chat, &a.Name, &phone, &a.Year, &a.Consent, &sent, &withdrawn, &a.Outcome); err != nil {
		return a, err
	}
	a.Sent, a.Withdrawn = at(sent), at(withdrawn)
	a.Phone, err = l.box.OpenText(phone)
	return a, err
}

// myJobs reads the applications of a chat that stand, and what it wants to hear of.
func (tx *Tx) myJobs(of store.Address, f *store.JobFacts) error {
	rows, err := tx.rows(sqlApplicationColumns+` WHERE a.channel = ? AND a.chat = ? AND a.withdrawn = 0 ORDER BY a.id DESC`, of.Channel, of.Chat)
	list, err := all(rows, err, tx.ledger.scanApplication)
	if err != nil {
		return err
	}
	for _, a := range list {
		v, _, err := tx.vacancy(sqlVacancy, a.Vacancy)
		if err != nil {
			return err
		}
		f.Applications = append(f.Applications, store.ApplicationView{Application: a, For: v})
	}
	f.Alerts, err = tx.alertsOf(of)
	return err
}

func (tx *Tx) alertsOf(of store.Address) ([]store.JobAlert, error) {
	rows, err := tx.rows(`SELECT field, area, education FROM job_alerts WHERE channel = ? AND chat = ? ORDER BY made, field, area, education`, of.Channel, of.Chat)
	return all(rows, err, scanAlert)
}

func scanAlert(rows *sql.Rows) (a store.JobAlert, err error) {
	return a, rows.Scan(&a.Field, &a.Area, &a.Education)
}

// applied reads an application that the officer of the school in this chat, and nobody else, may be told of.
func (tx *Tx) applied(of store.Address, id int64, f *store.JobFacts) error {
	rows, err := tx.rows(sqlApplicationColumns+` WHERE a.id = ?`, id)
	list, err := all(rows, err, tx.ledger.scanApplication)
	if err != nil || len(list) == 0 {
		return err
	}
	f.Applied.Application = list[0]
	if f.Applied.For, _, err = tx.vacancy(sqlVacancy, list[0].Vacancy); err != nil {
		return err
	}
	chats, err := tx.officers(f.Applied.For.School)
	for _, c := range chats {
		f.Officer = f.Officer || c == of
	}
	return err
}

// officers are the chats in which the officer of a school's BKK is told who is interested.
func (tx *Tx) officers(s store.School) ([]store.Address, error) {
	if s.Staff == "" {
		return nil, nil
	}
	rows, err := tx.rows(`SELECT c.channel, c.chat FROM staff_chats c JOIN staff s ON s.name = c.name WHERE s.revoked = 0 AND s.name = ?`, s.Staff)
	return all(rows, err, func(rows *sql.Rows) (a store.Address, err error) { return a, rows.Scan(&a.Channel, &a.Chat) })
}
