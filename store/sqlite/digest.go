package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"lopo/store"
	"lopo/store/city"
)

const (
	digestHour = 9                     // when the digests of a day are made, when the city's data do not say (fact "jam_kabar_lowongan")
	digestGap  = 20 * time.Millisecond // between two digests, so that who writes meanwhile does not wait
	digestStep = 100                   // residents in one commit
	digestMost = 1000                  // residents in one call: whoever else is to be seen to waits that long
	roundKey   = "job_round"           // meta: how far the round of the day has come
)

const (
	sqlNewWave = `UPDATE vacancies SET wave = ?1 WHERE wave = '' AND state = 'open' AND hidden = 0 AND closes > ?2`
	sqlWave    = sqlVacancyColumns + ` WHERE v.wave = ? ORDER BY v.opened, v.id`
	// Everybody who wants to hear of vacancies, and can be told, from behind a chat.
	sqlAlerts = `SELECT a.channel, a.chat, a.field, a.area, a.education FROM job_alerts a JOIN contacts c ON c.channel = a.channel AND c.chat = a.chat
		WHERE (a.channel, a.chat) > (?, ?) AND c.blocked = 0 AND ',' || c.optout || ',' NOT LIKE '%,all,%' AND ',' || c.optout || ',' NOT LIKE '%,lowongan,%'
		ORDER BY a.channel, a.chat`
	// What a person wants to hear of, from whichever of her chats she asked.
	sqlAlertsOfPerson = `SELECT a.field, a.area, a.education FROM job_alerts a WHERE (a.channel, a.chat) = (?1, ?2) OR (a.channel, a.chat) IN
		(SELECT o.channel, o.chat FROM contacts c JOIN contacts o ON o.person = c.person WHERE c.channel = ?1 AND c.chat = ?2 AND c.person <> 0)`
	sqlWants  = `SELECT EXISTS (SELECT 1 FROM job_alerts WHERE channel = ? AND chat = ?)`
	sqlChosen = `INSERT INTO vacancy_sent (channel, chat, vacancy) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
)

// round is how far the digests of a day have come.
type round struct {
	Wave  string        `json:"wave"` // the day
	Start int64         `json:"start"`
	Told  int           `json:"told"`
	After store.Address `json:"after"` // the last resident who was looked at
	Done  bool          `json:"done"`
}

// Digests makes the digests of a day, once that day's hour has come: what has opened since the last time is held against all alerts in one
// pass, and each resident whose alerts it fits is told in a message of her own, one after the other from then on. A long pass takes several
// calls: more reports that it is not finished. What a crash interrupts is finished by the next call, over the same vacancies.
func (l *Ledger) Digests(ctx context.Context, now time.Time) (told int, more bool, err error) {
	w := now.In(store.WITA)
	if w.Hour() < city.Hour(l.city, "jam_kabar_lowongan", digestHour) || !city.Awake(l.city, now).Equal(now) {
		return 0, false, nil
	}
	r, err := l.round(ctx, w.Format(time.DateOnly), now)
	if err != nil || r.Done {
		return 0, false, err
	}
	rows, err := l.read.QueryContext(ctx, sqlWave, r.Wave)
	list, err := all(rows, err, scanVacancy)
	if err != nil {
		return 0, false, fmt.Errorf("read new vacancies: %w", err)
	}
	before := r.Told
	if len(list) == 0 {
		r.Done = true
		err = l.Do(ctx, func(tx *Tx) error { return tx.setRound(r) })
	} else {
		err = l.match(ctx, &r, list, now)
	}
	if err != nil {
		return r.Told - before, true, fmt.Errorf("match vacancies: %w", err)
	}
	return r.Told - before, !r.Done, nil
}

// round is the round to be made now: one that was interrupted, or that of today.
func (l *Ledger) round(ctx context.Context, today string, now time.Time) (r round, err error) {
	var kept string
	err = l.read.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = ?`, roundKey).Scan(&kept)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return r, err
	}
	if kept != "" {
		if err := json.Unmarshal([]byte(kept), &r); err != nil {
			return r, fmt.Errorf("read the round: %w", err)
		}
	}
	if kept != "" && (!r.Done || r.Wave == today) {
		return r, nil
	}
	r = round{Wave: today, Start: ms(now)}
	return r, l.Do(ctx, func(tx *Tx) error {
		if _, err := tx.exec(sqlNewWave, today, ms(now)); err != nil {
			return err
		}
		return tx.setRound(r)
	})
}

func (tx *Tx) setRound(r round) error {
	kept, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return tx.setMeta(roundKey, string(kept))
}

// reader is a resident with what she wants to hear of.
type reader struct {
	of     store.Address
	alerts []store.JobAlert
}

// match holds new vacancies against the alerts of the residents behind the last one, and writes, some of them a commit, who is told of what.
func (l *Ledger) match(ctx context.Context, r *round, list []store.Vacancy, now time.Time) error {
	board := store.NewBoard(list)
	readers, end, err := l.readers(ctx, r.After)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(readers, digestStep) {
		next := *r
		err := l.Do(ctx, func(tx *Tx) error {
			next = *r
			for _, who := range some {
				next.After = who.of
				found := board.MatchAny(who.alerts)
				if len(found) == 0 {
					continue
				}
				due := at(r.Start).Add(time.Duration(next.Told) * digestGap)
				if err := tx.choose(who.of, r.Wave, found, list, now, later(due, now)); err != nil {
					return err
				}
				next.Told++
			}
			return tx.setRound(next)
		})
		if err != nil {
			return err
		}
		*r = next
		if l.told != nil {
			l.told()
		}
	}
	if !end {
		return nil
	}
	r.Done = true
	return l.Do(ctx, func(tx *Tx) error { return tx.setRound(*r) })
}

// readers are the next residents who want to hear of vacancies; end reports that there are no more.
func (l *Ledger) readers(ctx context.Context, after store.Address) (list []reader, end bool, err error) {
	rows, err := l.read.QueryContext(ctx, sqlAlerts, after.Channel, after.Chat)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var of store.Address
		var a store.JobAlert
		if err := rows.Scan(&of.Channel, &of.Chat, &a.Field, &a.Area, &a.Education); err != nil {
			return nil, false, err
		}
		if n := len(list); n > 0 && list[n-1].of == of {
			list[n-1].alerts = append(list[n-1].alerts, a)
			continue
		}
		if len(list) == digestMost {
			return list, false, nil
		}
		list = append(list, reader{of, []store.JobAlert{a}})
	}
	return list, true, rows.Err()
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// heardBy is the chat in which the person of a chat is told what nobody asked for just then: another one where she has so chosen.
func (tx *Tx) heardBy(of store.Address) (store.Address, error) {
	var person int64
	var quiet bool
	err := tx.row(`SELECT person, quiet FROM contacts WHERE channel = ? AND chat = ?`, of.Channel, of.Chat).Scan(&person, &quiet)
	if err != nil || !quiet || person == 0 {
		return of, err
	}
	rows, err := tx.rows(`SELECT channel, chat FROM contacts WHERE person = ? AND quiet = 0 AND blocked = 0 ORDER BY first LIMIT 1`, person)
	list, err := all(rows, err, func(rows *sql.Rows) (a store.Address, err error) { return a, rows.Scan(&a.Channel, &a.Chat) })
	if err != nil || len(list) == 0 {
		return store.Address{}, err
	}
	return list[0], nil
}

// choose notes the vacancies of a resident's digest, as many as one shows, and schedules it. How many more there are is part of it.
func (tx *Tx) choose(of store.Address, wave string, found []int, list []store.Vacancy, now, due time.Time) error {
	var wants bool // she may have erased everything since she was read
	if err := tx.row(sqlWants, of.Channel, of.Chat).Scan(&wants); err != nil || !wants {
		return err
	}
	of, err := tx.heardBy(of)
	if err != nil || of == (store.Address{}) {
		return err
	}
	chosen := found[:min(len(found), store.PageOfJobs)]
	for _, i := range chosen {
		if _, err := tx.exec(sqlChosen, of.Channel, of.Chat, list[i].ID); err != nil {
			return err
		}
	}
	m := store.Message{ID: "digest:" + wave, From: of, Text: "digest", Of: wave, Start: strconv.Itoa(len(found) - len(chosen))}
	return tx.Schedule(m, now, due)
}

// digestOf reads what a chat is to be told of and was not, as far as it is still open, and when it was told last.
func (tx *Tx) digestOf(of store.Address, f *store.JobFacts) error {
	var told int64
	if err := tx.row(`SELECT coalesce(max(told), 0) FROM vacancy_sent WHERE channel = ? AND chat = ?`, of.Channel, of.Chat).Scan(&told); err != nil {
		return err
	}
	f.Told = at(told)
	rows, err := tx.rows(sqlVacancyColumns+` WHERE v.id IN (SELECT vacancy FROM vacancy_sent WHERE channel = ? AND chat = ? AND told = 0) ORDER BY v.opened, v.id`, of.Channel, of.Chat)
	if f.Digest, err = all(rows, err, scanVacancy); err != nil {
		return err
	}
	rows, err = tx.rows(sqlAlertsOfPerson, of.Channel, of.Chat)
	f.Alerts, err = all(rows, err, scanAlert)
	return err
}

// tellJobs records that a chat was told of all that was chosen for it.
func (tx *Tx) tellJobs(of store.Address, now time.Time) error {
	_, err := tx.exec(`UPDATE vacancy_sent SET told = ? WHERE channel = ? AND chat = ? AND told = 0`, ms(now), of.Channel, of.Chat)
	return err
}

// subscribe keeps an alert; the oldest goes when there are too many.
func (tx *Tx) subscribe(of store.Address, a store.JobAlert, now time.Time) error {
	if _, err := tx.exec(`INSERT INTO job_alerts (channel, chat, field, area, education, made) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		of.Channel, of.Chat, a.Field, a.Area, a.Education, ms(now)); err != nil {
		return err
	}
	_, err := tx.exec(`DELETE FROM job_alerts WHERE channel = ?1 AND chat = ?2 AND (field, area, education) NOT IN
		(SELECT field, area, education FROM job_alerts WHERE channel = ?1 AND chat = ?2 ORDER BY made DESC LIMIT ?3)`, of.Channel, of.Chat, store.AlertsMost)
	return err
}

// applyJobs carries out what a decision about vacancies asks for; ok is false when it is about something else.
func (tx *Tx) applyJobs(of store.Address, e store.Effect, now time.Time) (ok bool, err error) {
	switch e := e.(type) {
	case store.Apply:
		return true, tx.handToOfficer(of, e.Application, now)
	case store.Withdraw:
		return true, tx.withdraw(of, e.Vacancy, now)
	case store.ReportVacancy:
		return true, tx.reportVacancy(of, e.Report, now)
	case store.Subscribe:
		return true, tx.subscribe(of, e.Alert, now)
	case store.DropAlerts:
		_, err = tx.exec(`DELETE FROM job_alerts WHERE channel = ? AND chat = ?`, of.Channel, of.Chat)
		return true, err
	case store.TellJobs:
		return true, tx.tellJobs(of, now)
	case store.Postpone:
		return true, tx.Schedule(store.Message{ID: fmt.Sprintf("%s:%s:%d", e.Event, e.Subject, ms(e.Due)), From: of, Text: e.Event, Of: e.Subject, Start: e.Start}, now, e.Due)
	case store.AnswerHired:
		return true, tx.answerHired(of, e)
	}
	return false, nil
}

// KeepVacancies is how long the trace of who was told of a vacancy, and who reported it, stays after it has closed.
const KeepVacancies = 180 * 24 * time.Hour

// retainJobs closes what has ended by its date, and removes what is older than it may be.
func (l *Ledger) retainJobs(ctx context.Context, now time.Time) error {
	if err := l.Do(ctx, func(tx *Tx) error { return tx.endVacancies(now) }); err != nil {
		return err
	}
	old := ms(now.Add(-KeepVacancies))
	for _, query := range []string{
		`DELETE FROM vacancy_sent WHERE (channel, chat, vacancy) IN (SELECT s.channel, s.chat, s.vacancy FROM vacancies v JOIN vacancy_sent s ON s.vacancy = v.id
			WHERE v.state IN ('closed', 'filled') AND v.closes < ?1 LIMIT ?2)`,
		`UPDATE applications SET name = NULL, phone = NULL, year = '' WHERE id IN (SELECT a.id FROM vacancies v JOIN applications a ON a.vacancy = v.id
			WHERE v.state IN ('closed', 'filled') AND v.closes < ?1 AND a.phone IS NOT NULL LIMIT ?2)`,
	} {
		if err := l.inSteps(ctx, query, old); err != nil {
			return err
		}
	}
	return nil
}
