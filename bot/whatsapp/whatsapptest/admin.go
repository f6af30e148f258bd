package whatsapptest

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Admin is the server's own hands for another process: a handler of small requests, each with a form and an answer in JSON. It knows nobody,
// so it belongs on a loopback address.
//
//	/                                   {addr, root}: where the server is and whom to trust (hex)
//	/scan phone qr                      the account's phone scans a QR code
//	/code phone code                    its owner types a code
//	/resident phone name                somebody with a phone of this number comes online
//	/offline phone, /online phone       she goes and comes
//	/say from to text                   she writes to a number or to a group; {id}
//	/crowd phone n to text…             the n residents from a number on write at once, each the texts in turn; {answers, seconds}
//	/inbox who with n wait              what she got from a number or in a group; waits until there are n, at most so many seconds
//	/group subject mode owner member…   a group, mode lid or pn; {id}
//	/show phone form                    by which name an account appears
//	/kick, /cut, /replace phone         unlinks the devices; ends the connections; ends them for another
//	/stream phone code                  ends them with an error
//	/corrupt, /twice, /lose phone n     spoils or doubles the next n messages to the account; acknowledges none of the next n from it
//	/refuse phone code                  refuses the next message from it
//	/fail, /bar phone reason code expire   refuses the next login; every login, until reason 0
//	/down on                            makes the server unreachable
//	/queue phone device                 {n}: what waits for a device
//	/journal phone kind                 what happened to an account
func (s *Server) Admin() http.Handler {
	a := &admin{s: s, people: map[string]*Resident{}}
	mux := http.NewServeMux()
	for path, do := range map[string]func(context.Context, url.Values) (any, error){
		"/{$}": a.about, "/scan": a.scan, "/code": a.code, "/resident": a.resident, "/offline": a.offline, "/online": a.online, "/say": a.say, "/crowd": a.crowd,
		"/inbox": a.inbox, "/group": a.group, "/bar": a.bar, "/down": a.down, "/queue": a.queue, "/journal": a.journal,
		"/show":    a.to(func(x *Account, f url.Values) { x.Show(Form(f.Get("form"))) }),
		"/kick":    a.to(func(x *Account, _ url.Values) { x.Kick() }),
		"/cut":     a.to(func(x *Account, _ url.Values) { x.Cut() }),
		"/replace": a.to(func(x *Account, _ url.Values) { x.Replace() }),
		"/stream":  a.to(func(x *Account, f url.Values) { x.StreamError(f.Get("code")) }),
		"/corrupt": a.to(func(x *Account, f url.Values) { x.Corrupt(number(f, "n")) }),
		"/twice":   a.to(func(x *Account, f url.Values) { x.Twice(number(f, "n")) }),
		"/lose":    a.to(func(x *Account, f url.Values) { x.LoseAcks(number(f, "n")) }),
		"/refuse":  a.to(func(x *Account, f url.Values) { x.Refuse(number(f, "code")) }),
		"/fail":    a.to(func(x *Account, f url.Values) { x.FailLogin(failureOf(f)) }),
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			if err := r.ParseForm(); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			answer, err := do(r.Context(), r.Form)
			if err != nil {
				http.Error(w, err.Error(), http.StatusConflict)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(cmp.Or(answer, any(struct{}{})))
		})
	}
	return mux
}

// admin holds the residents that were made through it.
type admin struct {
	s      *Server
	people map[string]*Resident // by phone; the server's lock guards it
}

var errNobody = errors.New("no resident with this number")

// to does something to an account.
func (a *admin) to(do func(*Account, url.Values)) func(context.Context, url.Values) (any, error) {
	return func(_ context.Context, f url.Values) (any, error) {
		do(a.account(f), f)
		return nil, nil
	}
}

func (a *admin) account(f url.Values) *Account { return a.s.Account(f.Get("phone")) }

func (a *admin) person(phone string) (*Resident, error) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	if r := a.people[digits(phone)]; r != nil {
		return r, nil
	}
	return nil, errNobody
}

// chat is a resident's chat with a number or a group.
func (a *admin) chat(who, with string) (*Chat, error) {
	r, err := a.person(who)
	if err != nil {
		return nil, err
	}
	a.s.mu.Lock()
	g := a.s.groups[with]
	a.s.mu.Unlock()
	if g != nil {
		return r.In(g), nil
	}
	return r.With(a.s.Account(with)), nil
}

func number(f url.Values, name string) int {
	n, _ := strconv.Atoi(f.Get(name))
	return n
}

func (a *admin) about(context.Context, url.Values) (any, error) {
	key := a.s.RootKey()
	return map[string]string{"addr": a.s.Addr, "root": hex.EncodeToString(key[:])}, nil
}

func (a *admin) scan(_ context.Context, f url.Values) (any, error) {
	return nil, a.account(f).Scan(f.Get("qr"))
}

func (a *admin) code(ctx context.Context, f url.Values) (any, error) {
	return nil, a.account(f).TypeCode(ctx, f.Get("code"))
}

func (a *admin) resident(ctx context.Context, f url.Values) (any, error) {
	r, err := a.s.Resident(ctx, f.Get("phone"), f.Get("name"))
	if err != nil {
		return nil, err
	}
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	a.people[r.Phone] = r
	return map[string]string{"phone": r.Phone, "lid": r.LID}, nil
}

func (a *admin) offline(ctx context.Context, f url.Values) (any, error) {
	r, err := a.person(f.Get("phone"))
	if err != nil {
		return nil, err
	}
	return nil, r.Offline(ctx)
}

func (a *admin) online(ctx context.Context, f url.Values) (any, error) {
	r, err := a.person(f.Get("phone"))
	if err != nil {
		return nil, err
	}
	return nil, r.Online(ctx)
}

func (a *admin) say(ctx context.Context, f url.Values) (any, error) {
	c, err := a.chat(f.Get("from"), f.Get("to"))
	if err != nil {
		return nil, err
	}
	id, err := c.Say(ctx, f.Get("text"))
	return map[string]string{"id": id}, err
}

func (a *admin) inbox(ctx context.Context, f url.Values) (any, error) {
	c, err := a.chat(f.Get("who"), f.Get("with"))
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(number(f, "wait"))*time.Second)
	defer cancel()
	inbox, _ := c.Wait(ctx, number(f, "n"))
	type line struct {
		ID, From, Kind, Text, Quoted string
		At                           time.Time
		Copies                       int
	}
	lines := []line{}
	for _, m := range inbox {
		lines = append(lines, line{m.Info.ID, m.Info.Sender.String(), m.Kind, m.Text, m.Quoted, m.Info.Timestamp, m.Copies})
	}
	return lines, nil
}

func (a *admin) group(_ context.Context, f url.Values) (any, error) {
	var others []*Account
	for _, phone := range f["member"] {
		others = append(others, a.s.Account(phone))
	}
	g := a.s.Group(f.Get("subject"), Mode(f.Get("mode")), a.s.Account(f.Get("owner")), others...)
	return map[string]string{"id": g.ID}, nil
}

func (a *admin) bar(_ context.Context, f url.Values) (any, error) {
	with := failureOf(f)
	if with.Reason == 0 {
		a.account(f).Bar(nil)
	} else {
		a.account(f).Bar(&with)
	}
	return nil, nil
}

func failureOf(f url.Values) Failure {
	return Failure{Reason: number(f, "reason"), Code: number(f, "code"), Expire: number(f, "expire")}
}

func (a *admin) down(_ context.Context, f url.Values) (any, error) {
	on, err := strconv.ParseBool(f.Get("on"))
	if err != nil {
		return nil, fmt.Errorf("on: %w", err)
	}
	a.s.Down(on)
	return nil, nil
}

func (a *admin) queue(_ context.Context, f url.Values) (any, error) {
	return map[string]int{"n": a.account(f).Queued(number(f, "device"), f.Get("kind"))}, nil
}

func (a *admin) journal(_ context.Context, f url.Values) (any, error) {
	type line struct {
		At                     time.Time
		Kind, ID, Peer, Detail string
		Device                 uint16
	}
	lines := []line{}
	for _, e := range a.account(f).Journal(f["kind"]...) {
		lines = append(lines, line{e.At, e.Kind, e.ID, e.Peer.String(), e.Detail, e.Device})
	}
	return lines, nil
}
