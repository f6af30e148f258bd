package nlu

import "strings"

// entities are the things that a message names, by kind, as the intent needs them: a trade is a kind of business where money is lent for it.
// Of two things of one kind the first counts; a place that was taken back ("bukan Oesapa") does not.
func entities(p *parsed, intent string, s State) map[string]string {
	out := map[string]string{}
	put := func(kind, value string) {
		if value != "" && out[kind] == "" {
			out[kind] = value
		}
	}
	loan, job, course := strings.HasPrefix(intent, "pem_"), strings.HasPrefix(intent, "job_"), strings.HasPrefix(intent, "training_")
	for _, sp := range p.spans {
		if sp.from > 0 && excepting[p.tokens[sp.from-1].word] && sp.kind != "date" {
			continue
		}
		switch sp.kind {
		case "trade", "business_type", "job":
			if sp.weak && !course && !(loan && sp.kind == "business_type") && !(job && sp.kind == "job") {
				continue
			}
			kind, value := sp.as(loan, job, course)
			put(kind, value)
		case "kelurahan", "amount", "phone", "number", "education", "date":
			if sp.mark == "MONTHS" && intent != "pem_repay_or_arrears" {
				continue
			}
			if sp.weak && !(sp.kind == "education" && (job || course)) {
				continue
			}
			put(sp.kind, sp.value)
		}
	}
	put("name", p.told)
	return out
}

// as chooses the kind under which a name is given.
func (s span) as(loan, job, course bool) (kind, value string) {
	of := map[string]string{s.kind: s.value}
	for _, a := range s.also {
		if k, v, ok := strings.Cut(a, "="); ok {
			of[k] = v
		}
	}
	order := []string{"trade", "job", "business_type"}
	switch {
	case loan:
		order = []string{"business_type", "trade"}
	case course:
		order = []string{"trade", "business_type"}
	case job:
		order = []string{"job", "trade"}
	}
	for _, k := range order {
		if of[k] != "" {
			return k, of[k]
		}
	}
	return "", ""
}
