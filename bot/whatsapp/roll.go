package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"

	"lopo/store"
)

// WhatsApp tells a device that comes back what happened to it in groups meanwhile. It does so for some days, and a device that is linked anew hears
// nothing of what was before. So after connecting the groups that staff know are compared with those that WhatsApp has us in. Groups that staff do
// not know are nobody's business: nothing is noted of them and nothing is written there.

// rollEvery bounds how often the groups are asked for, when one connection follows another: the answer names every member of every group.
const rollEvery = 10 * time.Minute

// heldAs is what we may do in a group by what the ledger holds of it. To one that has ended, or that we were taken out of, only a code leads back: it
// is not asked about.
var heldAs = map[store.GroupState]store.Kind{store.GroupBound: store.Returned, store.GroupMuted: store.Muted}

// callRoll tells what has become of us in the groups that staff know. It runs beside the connection, and when it fails the next connection, or a
// send, finds out.
func (s *session) callRoll(ctx context.Context) {
	if s.c.o.Groups == nil {
		return
	}
	s.groups.Lock()
	defer s.groups.Unlock()
	if now := s.c.o.Now(); !s.rolled.IsZero() && now.Sub(s.rolled) < rollEvery {
		return
	}
	known, err := s.c.o.Groups(ctx)
	if err != nil {
		s.c.trouble(ctx, "read which groups are known", err)
		return
	}
	known = slices.DeleteFunc(known, func(g store.Group) bool { return heldAs[g.State] == "" })
	if len(known) == 0 {
		return
	}
	joined, err := s.cli.Load().GetJoinedGroups(ctx)
	if err != nil {
		s.c.log.Info("the groups could not be asked for", "err", bareError(err))
		return
	}
	s.rolled = s.c.o.Now()
	in := map[types.JID]*types.GroupInfo{}
	for _, g := range joined {
		in[g.JID] = g
	}
	for _, g := range known {
		s.answerRoll(ctx, g, in)
	}
}

// answerRoll tells of one group when it is not what the ledger holds it to be. s.groups is held.
func (s *session) answerRoll(ctx context.Context, g store.Group, in map[types.JID]*types.GroupInfo) {
	jid, err := types.ParseJID(g.Of.Chat)
	if err != nil || jid.Server != types.GroupServer {
		return
	}
	is := store.Kind("")
	if info := in[jid]; info != nil {
		if is = s.standing(info); info.Name != g.Name {
			s.named(ctx, jid, info.Name)
		}
	} else if is, err = s.askStanding(ctx, jid); err != nil { // not in the list, which may have been cut short: it alone is no proof
		s.c.log.Info("a group could not be asked about", "err", bareError(err))
		return
	}
	if is != heldAs[g.State] {
		now := s.c.o.Now()
		s.insist(ctx, memberEvent(jid, is, fmt.Sprintf("roll:%s:%d", is, now.UnixMilli()), now))
	}
}

// askStanding is what we may do in a group, by WhatsApp's own word on it alone: Blocked when we are not in it.
func (s *session) askStanding(ctx context.Context, group types.JID) (store.Kind, error) {
	info, err := s.cli.Load().GetGroupInfo(ctx, group)
	switch {
	case errors.Is(err, whatsmeow.ErrNotInGroup), errors.Is(err, whatsmeow.ErrGroupNotFound):
		return store.Blocked, nil
	case err != nil:
		return "", err
	}
	return s.standing(info), nil
}
