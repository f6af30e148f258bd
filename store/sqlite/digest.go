package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"lopo/store"
	"lopo/store/city"
)

const (
	digestHour = 9                     // when the digests of a day are made, when the city's data do not say (fact "jam_kabar_lowongan")
	digestGap  = 20 * time.Millisecond // between two digests, so that who writes meanwhile does not wait
	waveKey    = "job_wave"            // meta: the day of the last round, and "+" while it is not finished
)

const (
	sqlNewWave = `UPDATE vacancies SET wave = ?1 WHERE wave = '' AND state = 'open' AND hidden = 0 AND closes > ?2`
	sqlWave    = sqlVacancyColumns + ` WHERE v.wave = ? ORDER BY v.opened, v.id`
	// Everybody who wants to hear of vacancies, and can be told.
	sqlAlerts = `SELECT a.channel, a.chat, a.field, a.area, a.education FROM job_alerts a JOIN contacts c ON c.channel = a.channel AND c.chat = a.chat
		WHERE c.blocked = 0 AND ',' || c.optout || ',' NOT LIKE '%,all,%' AND ',' || c.optout || ',' NOT LIKE '%,lowongan,%'
		ORDER BY a.channel, a.chat, a.made`
	sqlChosen = `INSERT INTO vacancy_sent (channel, chat, vacancy) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
)

// JobTopic is the topic of what is told of vacancies.
const JobTopic = "lowongan"

// Digests makes the digests of a day, once that day's hour has come: what has opened since the last time is held against all alerts in one
// pass, and each resident whose alerts it fits is told in a message of her own, due from now on. What a crash interrupts is finished by the next
// call, over the same vacancies. It returns how many residents are told.
func (l *Ledger) Digests(ctx context.Context, now time.Time) (told int, err error) {
	w := now.In(store.WITA)
	if w.Hour() < city.Hour(l.city, "jam_kabar_lowongan", digestHour) || !city.Awake(l.city, now).Equal(now) {
		return 0, nil
	}
	wave, open, err := l.wave(ctx, w.Format(time.DateOnly), now)
	if err != nil || !open {
		return 0, err
	}
	rows, err := l.read.QueryContext(ctx, sqlWave, wave)
	list, err := all(rows, err, scanVacancy)
	if err != nil {
		return 0, fmt.Errorf("read new vacancies: %w", err)
	}
	if len(list) > 0 {
		if told, err = l.match(ctx, wave, list, now); err != nil {
			return told, fmt.Errorf("match vacancies: %w", err)
		}
	}
	return told, l.Do(ctx, func(tx *Tx) error { return tx.setMeta(waveKey, wave) })
}

// wave is the round to be made now: one that was interrupted, or that of today. open is false when today's is made.
func (l *Ledger) wave(ctx context.Context, today string, now time.Time) (wave string, open bool, err error) {
	var made bool
	if err := l.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM meta WHERE name = ? AND value = ?)`, waveKey, today).Scan(&made); err != nil || made {
		return today, false, err
	}
	err = l.Do(ctx, func(tx *Tx) error {
		last, err := tx.meta(waveKey)
		if err != nil {
			return err
		}
		if wave, open = strings.CutSuffix(last, "+"); open {
			return nil
		}
		if wave, open = today, last != today; !open {
			return nil
		}
		if _, err := tx.exec(sqlNewWave, today, ms(now)); err != nil {
			return err
		}
		return tx.setMeta(waveKey, today+"+")
	})
	return wave, open, err
}

// reader is a resident with what she is to be told: places on the board.
type reader struct {
	of     store.Address
	alerts []store.JobAlert
}

// match holds new vacancies against all alerts and writes, some hundred residents a commit, who is told of what.
func (l *Ledger) match(ctx context.Context, wave string, list []store.Vacancy, now time.Time) (told int, err error) {
	board := store.NewBoard(list)
	rows, err := l.read.QueryContext(ctx, sqlAlerts)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var waiting []reader
	flush := func() error {
		err := l.Do(ctx, func(tx *Tx) error {
			for i, r := range waiting {
				if err := tx.choose(r, wave, board.MatchAny(r.alerts), list, now, now.Add(time.Duration(told+i)*digestGap)); err != nil {
					return err
				}
			}
			return nil
		})
		told += len(waiting)
		waiting = waiting[:0]
		if l.told != nil {
			l.told()
		}
		return err
	}
	for rows.Next() {
		var of store.Address
		var a store.JobAlert
		if err := rows.Scan(&of.Channel, &of.Chat, &a.Field, &a.Area, &a.Education); err != nil {
			return told, err
		}
		if len(board.Match(a)) == 0 {
			continue
		}
		if n := len(waiting); n > 0 && waiting[n-1].of == of {
			waiting[n-1].alerts = append(waiting[n-1].alerts, a)
			continue
		}
		if len(waiting) == step {
			if err := flush(); err != nil {
				return told, err
			}
		}
		waiting = append(waiting, reader{of: of, alerts: []store.JobAlert{a}})
	}
	if err := errors.Join(rows.Err(), flush()); err != nil {
		return told, err
	}
	return told, nil
}

// choose notes the vacancies of a resident's digest, as many as one shows, and schedules it. How many more there are is part of it.
func (tx *Tx) choose(r reader, wave string, found []int, list []store.Vacancy, now, due time.Time) error {
	chosen := found[:min(len(found), store.PageOfJobs)]
	for _, i := range chosen {
		if _, err := tx.exec(sqlChosen, r.of.Channel, r.of.Chat, list[i].ID); err != nil {
			return err
		}
	}
	m := store.Message{ID: "digest:" + wave, From: r.of, Text: "digest", Of: wave, Start: strconv.Itoa(len(found) - len(chosen))}
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
	f.Alerts, err = tx.alertsOf(of)
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
		return true, tx.handOver(of, e.Application, now)
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
