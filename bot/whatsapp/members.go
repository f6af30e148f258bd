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
	s.beside(func(ctx context.Context) { s.named(ctx, e.JID, e.GroupName.Name) })
	s.member(e.JID, s.standing(&e.GroupInfo), "joined:"+e.ParticipantVersionID, e.GroupCreated)
}

// changed: something about a group that we are in has changed. Who may write there is asked, since what has changed does not tell.
func (s *session) changed(e *events.GroupInfo) {
	mine := func(list []types.JID) bool { return slices.ContainsFunc(list, s.own) }
	if e.Name != nil {
		s.beside(func(ctx context.Context) { s.named(ctx, e.JID, e.Name.Name) })
	}
	change := ""
	switch {
	case e.Delete != nil || mine(e.Leave):
		s.member(e.JID, store.Blocked, "left:"+e.ParticipantVersionID, e.Timestamp)
		return
	case e.Announce != nil:
		change = "announce:" + strconv.FormatBool(e.Announce.IsAnnounce) + e.Announce.AnnounceVersionID
	case mine(e.Join):
		change = "joined:" + e.ParticipantVersionID
	case mine(e.Promote):
		change = "promoted:" + e.ParticipantVersionID
	case mine(e.Demote):
		change = "demoted:" + e.ParticipantVersionID
	default:
		return
	}
	s.beside(func(ctx context.Context) {
		s.groups.Lock()
		defer s.groups.Unlock()
		info, err := s.cli.Load().GetGroupInfo(ctx, e.JID)
		if err != nil { // a send will find out
			s.c.log.Info("a group could not be asked about", "err", bareError(err))
			return
		}
		s.insist(ctx, memberEvent(e.JID, s.standing(info), change, e.Timestamp))
	})
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

// named tells what a group is called.
func (s *session) named(ctx context.Context, group types.JID, name string) {
	if s.c.o.Named == nil || name == "" {
		return
	}
	if err := s.c.o.Named(ctx, address(plain(group)).Chat, name); err != nil {
		s.c.trouble(ctx, "keep what a group is called", err)
	}
}

func (s *session) member(group types.JID, what store.Kind, change string, at time.Time) {
	s.beside(func(ctx context.Context) { s.insist(ctx, memberEvent(group, what, change, at)) })
}

// memberEvent names a change by what it is, its version and its second: the same one that comes again is known, and two in one second are two.
func memberEvent(group types.JID, what store.Kind, change string, at time.Time) heard {
	return heard{Message: store.Message{ID: "g:" + change + ":" + strconv.FormatInt(at.Unix(), 10), From: address(plain(group)), Kind: what, Group: true, At: at.UTC()}}
}
