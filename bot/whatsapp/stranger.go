package whatsapp

import (
	"context"
	"fmt"
	"slices"

	"lopo/store"
)

// Anybody can put a number into a group, and numbers that talk in groups which did not ask for them are reported and lost. So in a group that no
// coordinator has bound the account answers once, to the first who calls it: the way to a chat of two. After that it is called in vain, until staff
// know the group. A code that binds it is heard whether it calls or not.

// heeds reports whether a call in a group is to be answered. The same message that comes again is the same call.
func (s *session) heeds(ctx context.Context, chat, message string) (bool, error) {
	if s.c.o.Groups == nil {
		return true, nil
	}
	known, err := s.c.o.Groups(ctx)
	if err != nil {
		return false, fmt.Errorf("read which groups are known: %w", err)
	}
	if slices.ContainsFunc(known, func(g store.Group) bool {
		return g.Of.Chat == chat && heldAs[g.State] != ""
	}) {
		return true, nil
	}
	return s.c.file.firstCall(ctx, chat, message)
}

// firstCall reports whether a message is the first that called us in a group, and notes that it was.
func (f *file) firstCall(ctx context.Context, chat, message string) (is bool, err error) {
	err = f.db.QueryRowContext(ctx, `INSERT INTO lopo_strangers (chat, message) VALUES (?1, ?2) ON CONFLICT (chat) DO UPDATE SET chat = chat RETURNING message = ?2`,
		chat, message).Scan(&is)
	if err != nil {
		return false, fmt.Errorf("note who called in a group: %w", err)
	}
	return is, nil
}
