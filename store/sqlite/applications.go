package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"lopo/store"
	"lopo/store/city"
)

// AskHired is how long after an application she is asked what came of it.
const AskHired = 30 * 24 * time.Hour

// reportsMost is how many residents hide a vacancy when the city's data do not say (fact "lowongan_lapor_batas").
const reportsMost = 3

// handToOfficer hands an application to the officer of the BKK. The engine has seen, in this very transaction, that the vacancy is open.
func (tx *Tx) handToOfficer(of store.Address, a store.Application, now time.Time) error {
	v, _, err := tx.vacancy(sqlVacancy, a.Vacancy)
	if err != nil {
		return err
	}
	if !v.Open(now) {
		return fmt.Errorf("vacancy %d is not open", a.Vacancy)
	}
	res, err := tx.exec(`INSERT INTO applications (vacancy, channel, chat, name, phone, year, consent, sent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		a.Vacancy, of.Channel, of.Chat, tx.ledger.box.SealText(a.Name), tx.ledger.box.SealText(a.Phone), a.Year, a.Consent, ms(now))
	if err != nil {
		return err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return err
	}
	number := strconv.FormatInt(id, 10)
	if err := tx.event(of, "hired", number, now, city.Awake(tx.ledger.city, now.Add(AskHired))); err != nil {
		return err
	}
	return tx.tellOfficers(v.School, "applied", number, now)
}

// tellOfficers schedules a message to who looks after the applications of a school.
func (tx *Tx) tellOfficers(s store.School, event, subject string, now time.Time) error {
	chats, err := tx.officers(s)
	if err != nil {
		return err
	}
	for _, of := range chats {
		if err := tx.event(of, event, subject, now, city.Awake(tx.ledger.city, now)); err != nil {
			return err
		}
	}
	return nil
}

// withdraw takes back the application of a chat: name and phone go, and the officer is told to let go of them too.
func (tx *Tx) withdraw(of store.Address, vacancy int64, now time.Time) error {
	rows, err := tx.rows(`SELECT id FROM applications WHERE channel = ? AND chat = ? AND vacancy = ? AND withdrawn = 0`, of.Channel, of.Chat, vacancy)
	ids, err := all(rows, err, scanID)
	if err != nil || len(ids) == 0 {
		return err
	}
	if _, err := tx.exec(`UPDATE applications SET withdrawn = ?, name = NULL, phone = NULL, year = '' WHERE id = ?`, ms(now), ids[0]); err != nil {
		return err
	}
	v, _, err := tx.vacancy(sqlVacancy, vacancy)
	if err != nil {
		return err
	}
	return tx.tellOfficers(v.School, "withdrawn", fmt.Sprintf("%d#%d", ids[0], vacancy), now)
}

// withdrawAll takes back all applications of a chat.
func (tx *Tx) withdrawAll(of store.Address, now time.Time) error {
	rows, err := tx.rows(`SELECT vacancy FROM applications WHERE channel = ? AND chat = ? AND withdrawn = 0`, of.Channel, of.Chat)
	vacancies, err := all(rows, err, scanID)
	if err != nil {
		return err
	}
	for _, id := range vacancies {
		if err := tx.withdraw(of, id, now); err != nil {
			return err
		}
	}
	return nil
}

// answerHired keeps what came of an application of this chat.
func (tx *Tx) answerHired(of store.Address, e store.AnswerHired) error {
	_, err := tx.exec(`UPDATE applications SET outcome = ? WHERE id = ? AND channel = ? AND chat = ?`, e.Outcome, e.Application, of.Channel, of.Chat)
	return err
}

// reportVacancy counts a report. Enough of them keep the vacancy from residents until staff have looked.
func (tx *Tx) reportVacancy(of store.Address, r store.VacancyReport, now time.Time) error {
	n, err := tx.change(`INSERT INTO vacancy_reports (vacancy, channel, chat, reason, body, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.Vacancy, of.Channel, of.Chat, r.Reason, tx.ledger.box.SealText(r.Text), ms(now))
	if err != nil || n == 0 {
		return err
	}
	v, _, err := tx.vacancy(sqlVacancy, r.Vacancy)
	if err != nil {
		return err
	}
	if err := tx.flag(of, "vacancy_reported", fmt.Sprintf("%d: %s", r.Vacancy, r.Reason), now); err != nil {
		return err
	}
	if v.Reports < tx.reportsMost() || !v.Hidden.IsZero() {
		return nil
	}
	if _, err := tx.exec(`UPDATE vacancies SET hidden = ? WHERE id = ?`, ms(now), r.Vacancy); err != nil {
		return err
	}
	return tx.audit("lopo", "hide vacancy", v.Code, "false", "true", fmt.Sprintf("%d reports", v.Reports), now)
}

func (tx *Tx) reportsMost() int {
	text, _ := tx.ledger.city.Fact("lowongan_lapor_batas")
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n
	}
	return reportsMost
}

// Applications lists all applications, withdrawn ones too, in the order of their vacancy. The personal data are open: who shows them masks them.
func (l *Ledger) Applications(ctx context.Context) ([]store.ApplicationView, error) {
	vacancies, err := l.Vacancies(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]store.Vacancy, len(vacancies))
	for _, v := range vacancies {
		byID[v.ID] = v
	}
	rows, err := l.read.QueryContext(ctx, sqlApplicationColumns+` ORDER BY a.vacancy, a.id`)
	return all(rows, err, func(rows *sql.Rows) (v store.ApplicationView, err error) {
		v.Application, err = l.scanApplication(rows)
		v.For = byID[v.Vacancy]
		return v, err
	})
}
