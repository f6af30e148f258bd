package webchat

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lopo/store"
)

//go:embed page/page.html page/chat.css page/chat.js page/icon.svg
var files embed.FS

const (
	linesPerPage = 60
	// awaits is how long the page says that an answer is on its way.
	awaits = 2 * time.Minute
	// refreshes bounds how often a page without JavaScript loads itself anew while an answer is awaited: it may take a half-typed text along.
	refreshes = 4
)

// page draws.
type page struct {
	title, greeting string
	template        *template.Template
	assets          map[string]file // by hashed name
	css, js, icon   string          // hashed names
}

func newPage(o Options) (*page, error) {
	p := &page{title: o.Title, greeting: o.Greeting, assets: map[string]file{}}
	for name, hashed := range map[string]*string{"chat.css": &p.css, "chat.js": &p.js, "icon.svg": &p.icon} {
		var err error
		if *hashed, err = p.load(name); err != nil {
			return nil, fmt.Errorf("load %s: %w", name, err)
		}
	}
	var err error
	funcs := template.FuncMap{"start": func(x view, text, label string) opener {
		return opener{ID: randomID(12), Token: x.Token, Text: text, Label: label}
	}}
	if p.template, err = template.New("").Funcs(funcs).ParseFS(files, "page/page.html"); err != nil {
		return nil, fmt.Errorf("read the page: %w", err)
	}
	return p, nil
}

// view is what page.html shows.
type view struct {
	Title, Greeting string
	CSS, JS, Icon   string
	Bare            bool // only a problem and a link
	Lines           []bubble
	Last            int64  // the newest line shown
	Older           int64  // there is more in front of this line; 0: no
	Past            bool   // an older part: read only
	ID, Token, Text string // the form
	Problem         string
	Awaited         bool
	Refresh         int // which automatic reload comes next; 0: none
}

// bubble is one line as it is shown.
type bubble struct {
	N         int64
	Mine      bool
	ID        string // the visitor's: as her page knows it
	Day       string
	NewDay    bool // set where the day changes, for the page; a live line lets the script compare
	Clock     string
	Moment    string // RFC 3339
	Text      []part
	Media     *attached
	Edited    bool
	Revoked   bool
	Choices   []store.Choice
	Ask       string
	Live      bool // its choices can still be tapped
	TapID     string
	FormToken string
}

// opener is a button of an empty page that says something in the visitor's place.
type opener struct{ ID, Token, Text, Label string }

// part is text or, with Link, an address to follow.
type part struct{ Text, Link string }

func (p *page) bubble(l line, v visitor) bubble {
	at := l.at.In(store.WITA)
	b := bubble{N: l.n, Mine: l.mine, Day: day(at), Clock: at.Format("15.04"), Moment: at.Format(time.RFC3339), Choices: l.sealed.Choices, Ask: l.ask}
	text := l.sealed.Text
	if l.mine {
		b.ID, _, _ = strings.Cut(l.key, ".")
		if l.sealed.Label != "" {
			text = l.sealed.Label
		}
		b.Text = []part{{Text: text}}
		return b
	}
	b.Text, b.Media, b.Edited, b.Revoked = links(text), attach(l.sealed.Media), l.sealed.Edited, l.sealed.Revoked
	if len(b.Choices) > 0 {
		b.TapID, b.FormToken = randomID(12), v.token()
	}
	return b
}

var address = regexp.MustCompile(`https?://[^\s<>"]+`)

// links finds web addresses in our own texts. A visitor's stay text: nobody should be able to have herself shown a link by a pasted message.
func links(text string) []part {
	var parts []part
	from := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		link := strings.TrimRight(text[at[0]:at[1]], ".,;:!?)]'*_")
		parts = append(parts, part{Text: text[from:at[0]]}, part{Text: link, Link: link})
		from = at[0] + len(link)
	}
	return append(parts, part{Text: text[from:]})
}

// event is one line for the script.
type event struct {
	N    int64  `json:"n"`
	ID   string `json:"id,omitempty"`
	Day  string `json:"day"`
	HTML string `json:"html"`
}

// event draws a line the way the page does, so that there is one drawing.
func (p *page) event(l line, v visitor) event {
	b := p.bubble(l, v)
	b.Live = true // the script takes it back as soon as something follows
	var html bytes.Buffer
	if err := p.template.ExecuteTemplate(&html, "line", b); err != nil {
		panic(fmt.Sprintf("webchat: draw a line: %v", err)) // the template and the type disagree: the tests draw every kind
	}
	return event{N: b.N, ID: b.ID, Day: b.Day, HTML: strings.TrimSpace(html.String())}
}

// show is GET /.
func (c *Channel) show(w http.ResponseWriter, r *http.Request) {
	v, known := visitorOf(r)
	if !known {
		v = newVisitor()
	}
	c.render(w, r, v, draft{}, problem{status: http.StatusOK})
}

func (c *Channel) render(w http.ResponseWriter, r *http.Request, v visitor, d draft, p problem) {
	x := view{Title: c.o.Title, Greeting: c.o.Greeting, CSS: c.page.css, JS: c.page.js, Icon: c.page.icon, Bare: v == nobody, ID: d.id, Text: d.text, Problem: p.say}
	if x.ID == "" {
		x.ID = randomID(12)
	}
	if !x.Bare {
		x.Token = v.token()
		if err := c.history(r, v, &x); err != nil {
			c.o.Log.Warn("webchat: read the lines of a page", "chat", c.o.Seal.Hash("chat", v.chat()), "err", err)
			x.Problem, p.status = "Maaf, percakapan belum dapat ditampilkan. Silakan muat ulang sebentar lagi.", http.StatusServiceUnavailable
		}
		v.remember(w, r)
	}
	var html bytes.Buffer
	if err := c.page.template.ExecuteTemplate(&html, "page", x); err != nil {
		c.o.Log.Error("webchat: draw the page", "err", err)
		http.Error(w, "Maaf, halaman belum dapat ditampilkan.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.status)
	w.Write(html.Bytes())
}

// history fills in the conversation.
func (c *Channel) history(r *http.Request, v visitor, x *view) error {
	until, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if x.Past = err == nil && until > 0 && r.Method != http.MethodPost; !x.Past {
		until = math.MaxInt64
	}
	all, err := c.lines.before(r.Context(), v.chat(), until, linesPerPage+1)
	if err != nil {
		return err
	}
	if len(all) > linesPerPage {
		all = all[1:]
		x.Older = all[0].n
	}
	asked := -1
	for i, l := range all {
		b := c.page.bubble(l, v)
		b.NewDay = i == 0 || x.Lines[i-1].Day != b.Day
		x.Lines = append(x.Lines, b)
		switch {
		case l.mine:
			asked = -1
		case len(b.Choices) > 0:
			asked = i
		}
	}
	if asked >= 0 && !x.Past {
		x.Lines[asked].Live = true
	}
	if len(all) == 0 {
		return nil
	}
	last := all[len(all)-1]
	x.Last = last.n
	x.Awaited = last.mine && !x.Past && c.o.Now().Sub(last.at) < awaits
	if round, err := strconv.Atoi(r.URL.Query().Get("tunggu")); err == nil && x.Awaited && round > 0 && round <= refreshes {
		x.Refresh = round + 1
	}
	return nil
}
