package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"lopo/store"
)

const (
	sqlVacancyColumns = `SELECT v.id, v.code, v.alumni, v.employer, v.address, v.title, v.needed, v.field, v.place, v.kelurahan, v.kecamatan, v.region, v.far, v.wage,
		v.contract, v.education, v.experience, v.skills, v.age, v.sex, v.looks, v.reason, v.other, v.apply, v.contact, v.link, v.fee IS NOT NULL, v.closes, v.source,
		v.example, v.terms, v.state, v.hidden, v.interest, v.made_by, v.checked_by, v.second_by, v.checked, v.opened,
		(SELECT count(*) FROM vacancy_reports r WHERE r.vacancy = v.id AND r.seen = 0),
		coalesce(s.id, 0), coalesce(s.code, ''), coalesce(s.name, ''), coalesce(s.has_bkk, 0), coalesce(s.number, ''), coalesce(s.dated, 0), coalesce(s.officer, ''),
		coalesce(s.contact, ''), coalesce(s.staff, '')
		FROM vacancies v LEFT JOIN schools s ON s.id = v.school`
	sqlVacancies   = sqlVacancyColumns + ` ORDER BY v.id`
	sqlVacancy     = sqlVacancyColumns + ` WHERE v.id = ?`
	sqlVacancyCode = sqlVacancyColumns + ` WHERE v.code = ?`

	// fee is 0 or NULL; a changed post keeps its number, its interest and what was told of it.
	sqlPutVacancy = `INSERT INTO vacancies (code, school, alumni, employer, address, title, needed, field, place, kelurahan, kecamatan, region, far, wage, contract,
			education, experience, skills, age, sex, looks, reason, other, apply, contact, link, fee, closes, source, example, terms, made, made_by)
		VALUES (?, (SELECT id FROM schools WHERE code = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ? THEN 0 END, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET school = excluded.school, alumni = excluded.alumni, employer = excluded.employer, address = excluded.address,
			title = excluded.title, needed = excluded.needed, field = excluded.field, place = excluded.place, kelurahan = excluded.kelurahan,
			kecamatan = excluded.kecamatan, region = excluded.region, far = excluded.far, wage = excluded.wage, contract = excluded.contract,
			education = excluded.education, experience = excluded.experience, skills = excluded.skills, age = excluded.age, sex = excluded.sex,
			looks = excluded.looks, reason = excluded.reason, other = excluded.other, apply = excluded.apply, contact = excluded.contact, link = excluded.link,
			fee = excluded.fee, closes = excluded.closes, source = excluded.source, example = excluded.example, terms = excluded.terms`
	sqlVacancyBack = `UPDATE vacancies SET state = 'draft', made_by = ?, checked = 0, checked_by = '', second_by = '' WHERE id = ?`
)

func scanVacancy(rows *sql.Rows) (v store.Vacancy, err error) {
	var closes, hidden, checked, opened, dated int64
	s := &v.School
	err = rows.Scan(&v.ID, &v.Code, &v.Alumni, &v.Employer, &v.Address, &v.Title, &v.Needed, &v.Field, &v.Place, &v.Kelurahan, &v.Kecamatan, &v.Region, &v.Far, &v.Wage,
		&v.Contract, &v.Education, &v.Experience, &v.Skills, &v.Age, &v.Sex, &v.Looks, &v.Reason, &v.Other, &v.Apply, &v.Contact, &v.Link, &v.Free, &closes, &v.Source,
		&v.Example, &v.Terms, &v.State, &hidden, &v.Interest, &v.MadeBy, &v.CheckedBy, &v.SecondBy, &checked, &opened, &v.Reports,
		&s.ID, &s.Code, &s.Name, &s.HasBKK, &s.Number, &dated, &s.Officer, &s.Contact, &s.Staff)
	v.Closes, v.Hidden, v.Checked, v.Opened, s.Dated = at(closes), at(hidden), at(checked), at(opened), at(dated)
	return v, err
}

// Vacancies lists all vacancies by number.
func (l *Ledger) Vacancies(ctx context.Context) ([]store.Vacancy, error) {
	rows, err := l.read.QueryContext(ctx, sqlVacancies)
	return all(rows, err, scanVacancy)
}

// vacancy reads one vacancy; ok is false when there is none.
func (tx *Tx) vacancy(query string, key any) (v store.Vacancy, ok bool, err error) {
	rows, err := tx.rows(query, key)
	list, err := all(rows, err, scanVacancy)
	if err != nil || len(list) == 0 {
		return v, false, err
	}
	return list[0], true, nil
}

// PutVacancies writes vacancies, new or changed by code, all or none. A new one is a draft. One that is open stays so when only its words
// were put better; when what was checked has changed it is a draft again, of who changed it.
func (l *Ledger) PutVacancies(ctx context.Context, vacancies []store.Vacancy, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		for _, v := range vacancies {
			if err := tx.putVacancy(v, by, now); err != nil {
				return fmt.Errorf("vacancy %s: %w", v.Code, err)
			}
		}
		return nil
	})
}

func (tx *Tx) putVacancy(v store.Vacancy, by string, now time.Time) error {
	was, is, err := tx.vacancy(sqlVacancyCode, v.Code)
	if err != nil {
		return err
	}
	if v.School.Code != "" {
		if err := tx.row(`SELECT id FROM schools WHERE code = ?`, v.School.Code).Scan(&v.School.ID); err != nil {
			return fmt.Errorf("school %q: %w", v.School.Code, err)
		}
	}
	before := ""
	if is {
		before = postGist(was)
		if !was.Same(v) && was.State != store.VacancyDraft {
			if _, err := tx.exec(sqlVacancyBack, by, was.ID); err != nil {
				return err
			}
		}
	}
	if _, err := tx.exec(sqlPutVacancy, v.Code, v.School.Code, v.Alumni, v.Employer, v.Address, v.Title, v.Needed, v.Field, v.Place, v.Kelurahan, v.Kecamatan, v.Region, v.Far,
		v.Wage, v.Contract, v.Education, v.Experience, v.Skills, v.Age, v.Sex, v.Looks, v.Reason, v.Other, v.Apply, v.Contact, v.Link, v.Free,
		ms(v.Closes), v.Source, v.Example, marked(v), ms(now), by); err != nil {
		return err
	}
	return tx.audit(by, "put vacancy", v.Code, before, postGist(v), "", now)
}

// postGist is what the audit keeps of a vacancy.
func postGist(v store.Vacancy) string {
	return strings.Join([]string{v.Title, v.Employer, v.Place, string(v.Region), v.Wage, v.Apply, v.Contact, v.Closes.Format(time.DateOnly)}, " | ")
}

// LacksError says why a vacancy cannot be published: see store.Vacancy.Lacks.
type LacksError struct{ Lacks []string }

func (e *LacksError) Error() string { return "the vacancy lacks " + strings.Join(e.Lacks, ", ") }

var (
	// ErrOwnCheck is returned to who wrote a vacancy, or has checked it already: somebody else must look.
	ErrOwnCheck = errors.New("somebody else must check this vacancy")
	// ErrVacancyState is returned where a vacancy does not stand where the step begins.
	ErrVacancyState = errors.New("the vacancy does not stand there")
)

// ApproveVacancy is the check by a person who did not write the vacancy: it is open then, or, for work far away, waits for another check.
func (l *Ledger) ApproveVacancy(ctx context.Context, number int64, by string, now time.Time) (v store.Vacancy, err error) {
	err = l.onVacancy(ctx, number, func(tx *Tx, was store.Vacancy) error {
		if v = was; v.State != store.VacancyDraft && v.State != store.VacancyChecked {
			return ErrVacancyState
		}
		if lacks := v.Lacks(now); len(lacks) > 0 {
			return &LacksError{lacks}
		}
		if by == v.MadeBy || by == v.CheckedBy {
			return ErrOwnCheck
		}
		query := `UPDATE vacancies SET state = 'open', checked = ?1, checked_by = ?2, opened = CASE opened WHEN 0 THEN ?1 ELSE opened END, hidden = 0 WHERE id = ?3`
		to := store.VacancyOpen
		switch {
		case v.State == store.VacancyChecked:
			query = `UPDATE vacancies SET state = 'open', checked = ?1, second_by = ?2, opened = CASE opened WHEN 0 THEN ?1 ELSE opened END, hidden = 0 WHERE id = ?3`
		case v.Far:
			query, to = `UPDATE vacancies SET state = 'checked', checked = ?1, checked_by = ?2 WHERE id = ?3`, store.VacancyChecked
		}
		if _, err := tx.exec(query, ms(now), by, number); err != nil {
			return err
		}
		v.State = to
		return tx.audit(by, "approve vacancy", v.Code, string(was.State), string(to), "", now)
	})
	return v, err
}

// EndVacancy closes a vacancy by hand, or notes that it is filled.
func (l *Ledger) EndVacancy(ctx context.Context, number int64, to store.VacancyState, by, reason string, now time.Time) error {
	return l.onVacancy(ctx, number, func(tx *Tx, v store.Vacancy) error {
		if v.State == to || v.State == store.VacancyDraft && to == store.VacancyFilled {
			return ErrVacancyState
		}
		if _, err := tx.exec(`UPDATE vacancies SET state = ? WHERE id = ?`, to, number); err != nil {
			return err
		}
		return tx.audit(by, "end vacancy", v.Code, string(v.State), string(to), reason, now)
	})
}

// HideVacancy keeps a vacancy from residents, or shows it again after staff have looked: the reports so far count no more.
func (l *Ledger) HideVacancy(ctx context.Context, number int64, hide bool, by, reason string, now time.Time) error {
	return l.onVacancy(ctx, number, func(tx *Tx, v store.Vacancy) error {
		hidden := int64(0)
		if hide {
			hidden = ms(now)
		}
		if _, err := tx.exec(`UPDATE vacancies SET hidden = ? WHERE id = ?`, hidden, number); err != nil {
			return err
		}
		if !hide {
			if _, err := tx.exec(`UPDATE vacancy_reports SET seen = 1 WHERE vacancy = ?`, number); err != nil {
				return err
			}
		}
		return tx.audit(by, "hide vacancy", v.Code, fmt.Sprint(!v.Hidden.IsZero()), fmt.Sprint(hide), reason, now)
	})
}

func (l *Ledger) onVacancy(ctx context.Context, number int64, do func(*Tx, store.Vacancy) error) error {
	return l.Do(ctx, func(tx *Tx) error {
		v, ok, err := tx.vacancy(sqlVacancy, number)
		if err != nil {
			return fmt.Errorf("read vacancy: %w", err)
		}
		if !ok {
			return fmt.Errorf("vacancy %d: %w", number, sql.ErrNoRows)
		}
		return do(tx, v)
	})
}

// VacancyReports lists what was reported of a vacancy, oldest first, without by whom.
func (l *Ledger) VacancyReports(ctx context.Context, number int64) ([]store.VacancyReport, error) {
	rows, err := l.read.QueryContext(ctx, `SELECT vacancy, reason, body FROM vacancy_reports WHERE vacancy = ? ORDER BY at`, number)
	return all(rows, err, func(rows *sql.Rows) (r store.VacancyReport, err error) {
		var body []byte
		if err := rows.Scan(&r.Vacancy, &r.Reason, &body); err != nil {
			return r, err
		}
		r.Text, err = l.box.OpenText(body)
		return r, err
	})
}
