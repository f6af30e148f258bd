// Package door is the web server in front: the web chat for everybody, the webhook for the platform, health and figures for this machine
// alone.
package door

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"lopo/bot/account"
	"lopo/bot/link"
	"lopo/store"
	"lopo/store/sqlite"
)

// HookPath is where the platform's webhook leads to.
const HookPath = "/hook"

// Options of a door. Hook and Link may be nil.
type Options struct {
	Web, Hook http.Handler
	Link      http.Handler // makes links for commands on this machine
	Ledger    *sqlite.Ledger
	Sessions  store.Sessions
	Accounts  *account.Accounts
	Log       *slog.Logger
}

// New makes the server. The caller serves and shuts it down.
func New(o Options) *http.Server {
	mux := http.NewServeMux()
	mux.Handle("/", o.Web)
	if o.Hook != nil {
		mux.Handle(HookPath, o.Hook)
	}
	if o.Link != nil {
		mux.Handle(link.Path, local(o.Link))
	}
	figures := prometheus.NewRegistry()
	figures.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), tally{o.Ledger}, states{o.Accounts})
	mux.Handle("GET /metrics", local(promhttp.HandlerFor(figures, promhttp.HandlerOpts{})))
	mux.Handle("GET /healthz", local(http.HandlerFunc(o.health)))
	return &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug)}
}

// local answers only this machine itself; to others the page does not exist. A call that a proxy handed on is another's.
func local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() || handedOn(r.Header) {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// handedOn reports whether a proxy brought a request: each marks what it hands on in a way of its own.
func handedOn(h http.Header) bool {
	for name := range h {
		switch name {
		case "Forwarded", "Via", "X-Real-Ip", "True-Client-Ip", "Cf-Connecting-Ip":
			return true
		}
		if strings.HasPrefix(name, "X-Forwarded-") {
			return true
		}
	}
	return false
}

// health says whether the ledger and the keeper of sessions answer, and how much waits.
func (o Options) health(w http.ResponseWriter, r *http.Request) {
	answer := map[string]any{"ok": true}
	t, err := o.Ledger.Count(r.Context())
	if err != nil {
		answer["ok"], answer["ledger"] = false, err.Error()
	} else {
		answer["waiting"], answer["queued"], answer["dead"], answer["failed"] = t.Waiting, t.Queued, t.Dead, t.Failed
	}
	if _, err := o.Sessions.Load(r.Context(), store.Address{Channel: "healthz"}); err != nil {
		answer["ok"], answer["sessions"] = false, err.Error()
	}
	answer["channels"] = o.Accounts.States() // one in trouble is no reason to start the program again
	w.Header().Set("Content-Type", "application/json")
	if answer["ok"] == false {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		o.Log.Debug("healthz", "err", err)
	}
}

// tally shows the counts of the ledger as figures.
type tally struct{ ledger *sqlite.Ledger }

var rows = prometheus.NewDesc("lopo_rows", "Rows in the ledger by what they are.", []string{"what"}, nil)

// Describe is for prometheus.Collector.
func (tally) Describe(ch chan<- *prometheus.Desc) { ch <- rows }

// Collect is for prometheus.Collector.
func (t tally) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	c, err := t.ledger.Count(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(rows, fmt.Errorf("count rows: %w", err))
		return
	}
	for what, n := range map[string]int{"inbox_waiting": c.Waiting, "inbox_dead": c.Dead, "outbox_queued": c.Queued, "outbox_failed": c.Failed,
		"outbox_unknown": c.Unsure, "contacts": c.Contacts, "drafts": c.Drafts, "registrations": c.Registrations, "tickets_open": c.Tickets} {
		ch <- prometheus.MustNewConstMetric(rows, prometheus.GaugeValue, float64(n), what)
	}
}
