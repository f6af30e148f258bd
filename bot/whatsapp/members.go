package whatsapp

import (
	"context"
	"slices"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"lopo/store"
)

// What becomes of us in groups: taken in and thrown out, and being let write there or not. The bot itself makes no group, enters none and adds
// nobody: other people's hands do.

// joined: somebody has taken us into a group.
func (s *session) joined(e *events.JoinedGroup) {
	s.member(e.JID, s.standing(&e.GroupInfo), e.GroupCreated)
}

// changed: something about a group that we are in has changed. Who may write there is asked, since what has changed does not tell.
func (s *session) changed(e *events.GroupInfo) {
	mine := func(list []types.JID) bool { return slices.ContainsFunc(list, s.own) }
	switch {
	case e.Delete != nil || mine(e.Leave):
		s.member(e.JID, store.Blocked, e.Timestamp)
	case e.Announce != nil || mine(e.Join) || mine(e.Promote) || mine(e.Demote):
		s.beside(func(ctx context.Context) {
			info, err := s.cli.Load().GetGroupInfo(ctx, e.JID)
			if err != nil { // a send will find out
				s.c.log.Info("a group could not be asked about", "err", bareError(err))
				return
			}
			s.insist(ctx, s.memberEvent(e.JID, s.standing(info), e.Timestamp))
		})
	}
}

// standing is what we may do in a group: nothing where only its administrators write and we are none.
func (s *session) standing(g *types.GroupInfo) store.Kind {
	admin := func(p types.GroupParticipant) bool {
		return (s.own(p.JID) || s.own(p.LID) || s.own(p.PhoneNumber)) && (p.IsAdmin || p.IsSuperAdmin)
	}
	if g.IsAnnounce && !slices.ContainsFunc(g.Participants, admin) {
		return store.Muted
	}
	return store.Returned
}

func (s *session) member(group types.JID, what store.Kind, at time.Time) {
	s.beside(func(ctx context.Context) { s.insist(ctx, s.memberEvent(group, what, at)) })
}

func (s *session) memberEvent(group types.JID, what store.Kind, at time.Time) heard {
	return heard{Message: store.Message{ID: "g:" + string(what) + ":" + strconv.FormatInt(at.UnixMilli(), 10), From: address(plain(group)), Kind: what, Group: true, At: at.UTC()}}
}
