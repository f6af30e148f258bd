package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"lopo/store"
)

const (
	sqlArticleColumns = `SELECT a.code, a.title, a.body, a.asks, a.source, a.as_of, a.by`
	sqlArticles       = sqlArticleColumns + `, '', '' FROM articles a ORDER BY a.code`
	sqlArticle        = sqlArticleColumns + `, '', '' FROM articles a WHERE a.code = ?`

	// Key words and questions count most, then the title; bm25 is smaller the better an article fits.
	sqlSearch = sqlArticleColumns + `, t.title, t.asks FROM article_terms t JOIN articles a ON a.id = t.rowid
		WHERE article_terms MATCH ? AND a.body <> '' ORDER BY bm25(article_terms, 4.0, 8.0, 1.0), a.code LIMIT ?`

	sqlPutArticle = `INSERT INTO articles (code, title, body, asks, source, as_of, by, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET title = excluded.title, body = excluded.body, asks = excluded.asks, source = excluded.source,
			as_of = excluded.as_of, by = excluded.by, changed = excluded.changed
		RETURNING id`
	sqlPutTerms = `INSERT OR REPLACE INTO article_terms (rowid, title, asks, body) VALUES (?, ?, ?, ?)`
)

// searchMost is how many articles a search gives.
const searchMost = 3

func scanArticle(rows *sql.Rows) (a store.Article, err error) {
	var asOf int64
	var asks, title, terms string
	err = rows.Scan(&a.Code, &a.Title, &a.Text, &asks, &a.Source, &asOf, &a.By, &title, &terms)
	a.AsOf = at(asOf)
	if asks != "" {
		a.Asks = strings.Split(asks, "\n")
	}
	if terms != "" || title != "" {
		a.Terms = append(strings.Split(terms, "\n"), title)
	}
	return a, err
}

// Articles lists all articles, hidden ones too.
func (l *Ledger) Articles(ctx context.Context) ([]store.Article, error) {
	rows, err := l.read.QueryContext(ctx, sqlArticles)
	return all(rows, err, scanArticle)
}

// article reads one that is shown; nil when there is none.
func (tx *Tx) article(code string) (*store.Article, error) {
	rows, err := tx.rows(sqlArticle, code)
	list, err := all(rows, err, scanArticle)
	if err != nil || len(list) == 0 || !list[0].Shown() {
		return nil, err
	}
	return &list[0], nil
}

// search finds articles by the terms of a question, best first: any of the terms will do, who asks judges whether it is enough. Words that no key
// word and no title has are not looked for: most texts have none other, and a search costs more than all else that their turn reads.
func (tx *Tx) search(terms string) ([]store.Article, error) {
	known, err := tx.words()
	if err != nil {
		return nil, err
	}
	var words []string
	for w := range strings.FieldsSeq(terms) {
		if known[w] {
			words = append(words, `"`+strings.ReplaceAll(w, `"`, `""`)+`"`)
		}
	}
	if len(words) == 0 {
		return nil, nil
	}
	rows, err := tx.rows(sqlSearch, strings.Join(words, " OR "), searchMost)
	return all(rows, err, scanArticle)
}

// words are those of all key words and titles, until somebody writes an article.
func (tx *Tx) words() (map[string]bool, error) {
	if tx.keywords != nil {
		return tx.keywords, nil
	}
	rows, err := tx.rows(`SELECT title || ' ' || asks FROM article_terms`)
	list, err := all(rows, err, func(rows *sql.Rows) (text string, err error) { return text, rows.Scan(&text) })
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, text := range list {
		for w := range strings.FieldsSeq(text) {
			known[w] = true
		}
	}
	tx.keywords = known
	return known, nil
}

// PutArticles writes articles, new or changed by code, all or none. terms is the form in which words are compared; that of a question must be
// the same.
func (l *Ledger) PutArticles(ctx context.Context, list []store.Article, terms func(string) string, by string, now time.Time) error {
	return l.Do(ctx, func(tx *Tx) error {
		for _, a := range list {
			if err := tx.putArticle(a, terms, by, now); err != nil {
				return fmt.Errorf("article %s: %w", a.Code, err)
			}
		}
		return nil
	})
}

// ShipArticles writes those that come with the program or with the city's data. What staff have changed stays as they left it.
func (l *Ledger) ShipArticles(ctx context.Context, list []store.Article, terms func(string) string, now time.Time) error {
	have, err := l.Articles(ctx)
	if err != nil {
		return fmt.Errorf("ship articles: %w", err)
	}
	byCode := map[string]store.Article{}
	for _, a := range have {
		byCode[a.Code] = a
	}
	var newer []store.Article
	for _, a := range list {
		if old, there := byCode[a.Code]; !there || old.By == "" && !sameArticle(old, a) {
			newer = append(newer, a)
		}
	}
	if len(newer) == 0 {
		return nil
	}
	return l.PutArticles(ctx, newer, terms, "", now)
}

func sameArticle(a, b store.Article) bool {
	return a.Title == b.Title && a.Text == b.Text && a.Source == b.Source && a.AsOf.Equal(b.AsOf) && strings.Join(a.Asks, "\n") == strings.Join(b.Asks, "\n")
}

func (tx *Tx) putArticle(a store.Article, terms func(string) string, by string, now time.Time) error {
	before := ""
	tx.keywords = nil
	rows, err := tx.rows(sqlArticle, a.Code)
	old, err := all(rows, err, scanArticle)
	if err != nil {
		return err
	}
	if len(old) > 0 {
		before = gistOf(old[0])
	}
	var id int64
	if err := tx.row(sqlPutArticle, a.Code, a.Title, a.Text, strings.Join(a.Asks, "\n"), a.Source, ms(a.AsOf), by, ms(now)).Scan(&id); err != nil {
		return err
	}
	asks := make([]string, 0, len(a.Asks))
	for _, ask := range a.Asks {
		asks = append(asks, terms(ask))
	}
	if _, err := tx.exec(sqlPutTerms, id, terms(a.Title), strings.Join(asks, "\n"), terms(a.Text)); err != nil {
		return err
	}
	if by == "" {
		return nil
	}
	return tx.audit(by, "put article", a.Code, before, gistOf(a), "", now)
}

// gistOf is an article in the audit log.
func gistOf(a store.Article) string {
	asOf := ""
	if !a.AsOf.IsZero() {
		asOf = a.AsOf.In(store.WITA).Format(time.DateOnly)
	}
	return strings.Join([]string{a.Title, a.Text, strings.Join(a.Asks, "; "), a.Source, asOf}, " | ")
}
