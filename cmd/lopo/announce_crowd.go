package main

import (
	"context"

	"lopo/locales"
	"lopo/store"
)

// weigh gives a step what decides whether it may let an announcement go to a crowd: what was counted, and the role of who takes it.
func (p *parts) weigh(ctx context.Context, step *store.Step, v store.Forecast) error {
	step.Crowd = &v.Crowd
	return p.role(ctx, step)
}

// role gives a step the role of who takes it.
func (p *parts) role(ctx context.Context, step *store.Step) error {
	staff, err := p.ledger.Staff(ctx)
	for _, s := range staff {
		if s.Name == step.By {
			step.Role = s.Role
		}
	}
	return err
}

// tooMany says that only an administrator can let an announcement go to so many, and what else there is.
func tooMany(ref string, c store.Crowd) string {
	words, err := locales.Load("id")
	if err != nil {
		return err.Error()
	}
	return words.Text("announce.crowd", c.Data(ref))
}
