package main

import (
	"context"
	"fmt"
	"slices"

	"lopo/store"
	"lopo/store/sqlite"
)

// people says in how many groups notices can be posted and in which not, and warns when a cry for help would reach nobody.
func (f *findings) people(ctx context.Context, p *parts) {
	groups, err := p.ledger.Groups(ctx)
	if err != nil {
		f.fail("groups", err)
		return
	}
	bound := 0
	for _, g := range groups {
		switch g.State {
		case store.GroupBound:
			bound++
		case store.GroupMuted:
			f.note("groups", p.groupShown(g)+": we may not write there; make the bot an administrator of it")
		case store.GroupLeft:
			f.note("groups", p.groupShown(g)+": we were taken out; lopo groups unbind it, or invite it anew")
		}
	}
	f.ok("groups", fmt.Sprintf("%d get announcements", bound))
	chats, err := p.ledger.StaffChats(ctx, now())
	if err != nil {
		f.fail("staff", err)
		return
	}
	if !slices.ContainsFunc(chats, answersAll) {
		f.note("staff", "nobody is told of a cry for help, or of a question that waits too long: lopo staff link NAME")
	}
}

// groupShown is how staff are told which group is meant.
func (p *parts) groupShown(g store.Group) string {
	name := ""
	if g.Name != "" {
		name = fmt.Sprintf(" %q", g.Name)
	}
	return fmt.Sprintf("%s%s (%s, %s)", p.ledger.GroupID(g.Of), name, g.Kind, scopeName(g.Kelurahan))
}

// answersAll reports whether this is the chat of somebody who is told of what comes from anywhere in the city.
func answersAll(c sqlite.StaffChat) bool {
	return store.Staff{Name: c.Name, Role: c.Role, Scope: c.In}.May(store.ToDecide, "", now()) == store.Allowed
}
