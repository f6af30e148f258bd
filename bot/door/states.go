package door

import (
	"github.com/prometheus/client_golang/prometheus"

	"lopo/bot/account"
)

// states shows how the accounts behind the channels are doing as figures.
type states struct{ accounts *account.Accounts }

var (
	stateOf = prometheus.NewDesc("lopo_channel_state", "1 for the state that the account behind a channel is in.", []string{"channel", "state"}, nil)
	heldOf  = prometheus.NewDesc("lopo_channel_notices_held", "1 while the notices of a channel wait for staff.", []string{"channel"}, nil)
)

// Describe is for prometheus.Collector.
func (states) Describe(ch chan<- *prometheus.Desc) { ch <- stateOf; ch <- heldOf }

// Collect is for prometheus.Collector.
func (s states) Collect(ch chan<- prometheus.Metric) {
	for name, is := range s.accounts.States() {
		held := 0.0
		if is.Held {
			held = 1
		}
		ch <- prometheus.MustNewConstMetric(stateOf, prometheus.GaugeValue, 1, name, string(is.State))
		ch <- prometheus.MustNewConstMetric(heldOf, prometheus.GaugeValue, held, name)
	}
}
