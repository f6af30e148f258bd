package nlu

// Thresholds of the decision, fitted by cross-validation on the training lines ("lopo intents check" prints the grid).
const (
	actFrom    = 0.66 // this likely, and it is done
	riskyFrom  = 0.75 // the same for what is asked again in words before anything is written
	actMargin  = 0.12 // and this much likelier than the next
	strayFrom  = 0.52 // this likely to be none of ours, and no question is asked
	askFrom    = 0.10 // the best of ours must be this likely to be offered
	offerFrom  = 0.03 // and the others this likely to stand beside it
	digressMin = 0.70 // with a question open a text must be this clear to be anything but an answer
	mostOffers = 3
)

// Risky are intents that change something: they are confirmed in words before anything is written.
var Risky = map[string]bool{"delete_my_data": true, "training_cancel": true, "job_alert_unsubscribe": true, "announcements_unsubscribe": true, "pem_apply": true, "training_register": true}

// decide chooses between doing, asking and saying what can be done.
func decide(p *parsed, order []int, chance []float64, s State) Result {
	ours := make([]int, 0, mostOffers)
	for _, i := range order {
		if i != oos && len(ours) < mostOffers && (len(ours) == 0 || chance[i] >= offerFrom) {
			ours = append(ours, i)
		}
	}
	best := ours[0]
	res := Result{Conf: chance[order[0]], Intent: Intents[best], Entities: entities(p, Intents[best], s)}
	second := 0.0
	for _, i := range order {
		if i != best {
			second = chance[i]
			break
		}
	}
	from := actFrom
	if Risky[res.Intent] {
		from = riskyFrom
	}
	if s.Open != "" {
		from = max(from, digressMin)
	}
	switch {
	case len(p.tokens) == 0:
		res.Action, res.Intent = Fallback, OutOfScope
	case order[0] == best && chance[best] >= from && chance[best]-second >= actMargin:
		res.Action = Act
	case order[0] == oos && chance[oos] >= strayFrom, chance[best] < askFrom:
		res.Action, res.Intent = Fallback, OutOfScope
	default:
		res.Action = Ask
		for _, i := range ours {
			res.Alternatives = append(res.Alternatives, Intents[i])
		}
	}
	return res
}
