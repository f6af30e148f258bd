package sqlite

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"lopo/store"
)

// All that is looked for is in the index of words, places and levels too, as marks: one look at it costs far less than a join. It has the vacancies
// that residents see and no others, the newest last.
const (
	sqlEnded    = `SELECT EXISTS (SELECT 1 FROM vacancies WHERE state = 'open' AND closes <= ?)`
	sqlEnd      = `UPDATE vacancies SET state = 'closed' WHERE state = 'open' AND closes <= ?`
	sqlJobsMany = `SELECT count(*) FROM (SELECT rowid FROM vacancy_terms WHERE vacancy_terms MATCH ? LIMIT ?)`
	sqlJobsPage = `SELECT rowid FROM vacancy_terms WHERE vacancy_terms MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?`
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
	if err := tx.endVacancies(now); err != nil {
		return p, err
	}
	loose := []bool{false, true}
	if !strings.Contains(s.Terms, " ") {
		loose = loose[:1]
	}
	for _, l := range loose {
		for wide, again := s, true; again; wide.Area, again = tx.ledger.wider(wide.Area) {
			p, err = tx.jobsFound(wide, l)
			if p.Search, p.Area, p.Loose = s, wide.Area, l; err != nil || p.Total > 0 {
				return p, err
			}
		}
	}
	return p, err
}

// endVacancies closes what has ended by its date: nothing that is over is found.
func (tx *Tx) endVacancies(now time.Time) error {
	var ended bool
	if err := tx.row(sqlEnded, ms(now)).Scan(&ended); err != nil || !ended {
		return err
	}
	_, err := tx.exec(sqlEnd, ms(now))
	return err
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

func (tx *Tx) jobsFound(s store.JobSearch, loose bool) (p store.JobPage, err error) {
	query := match(s, loose)
	if err := tx.row(sqlJobsMany, query, store.JobsCounted+1).Scan(&p.Total); err != nil || p.Total == 0 {
		return p, err
	}
	rows, err := tx.rows(sqlJobsPage, query, store.PageOfJobs, s.From)
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

// Marks of the index beside the words of a vacancy. Words have no "_".
const (
	kecamatanMark = "c_"
	kelurahanMark = "k_"
	levelMark     = "e_" // one for each level that is enough
	ownerMark     = "o_"
	topLevel      = 9
)

// marked are the terms of a vacancy with the marks of where, for whom and whose it is.
func marked(v store.Vacancy) string {
	list := slices.DeleteFunc(strings.Fields(v.Terms), func(term string) bool {
		return len(term) > 1 && term[1] == '_' && strings.ContainsRune("ckeo", rune(term[0]))
	})
	for mark, name := range map[string]string{kecamatanMark: v.Kecamatan, kelurahanMark: v.Kelurahan} {
		if name != "" {
			list = append(list, mark+key(name))
		}
	}
	for rank := store.EducationRank(v.Education); rank <= topLevel; rank++ {
		list = append(list, levelMark+strconv.Itoa(rank))
	}
	list = append(list, ownerMark+strconv.FormatInt(v.School.ID, 10))
	slices.Sort(list)
	return strings.Join(list, " ")
}

// key is a name as part of a mark: its letters and digits.
func key(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// match writes a search as a query of the index: all of the words, or any, and each of the marks. The quotes keep a word such as "not" a word.
func match(s store.JobSearch, loose bool) string {
	level := topLevel
	if s.Education != "" {
		level = store.EducationRank(s.Education)
	}
	marks := []string{levelMark + strconv.Itoa(level)}
	if name, kecamatan := store.AreaName(s.Area); kecamatan {
		marks = append(marks, kecamatanMark+key(name))
	} else if name != "" {
		marks = append(marks, kelurahanMark+key(name))
	}
	if s.School != 0 {
		marks = append(marks, ownerMark+strconv.FormatInt(s.School, 10))
	}
	query := `"` + strings.Join(marks, `" AND "`) + `"`
	if s.Terms == "" {
		return query
	}
	between := `" AND "`
	if loose {
		between = `" OR "`
	}
	return `("` + strings.Join(strings.Fields(s.Terms), between) + `") AND ` + query
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
	var name, phone []byte
	var sent, withdrawn int64
	if err := rows.Scan(&a.ID, &a.Vacancy, &a.Of.Channel, &a.Of.Chat, &name, &phone, &a.Year, &a.Consent, &sent, &withdrawn, &a.Outcome); err != nil {
		return a, err
	}
	a.Sent, a.Withdrawn = at(sent), at(withdrawn)
	if a.Name, err = l.box.OpenText(name); err != nil {
		return a, err
	}
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
