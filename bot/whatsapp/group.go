package whatsapp

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"lopo/bot/channel"
	"lopo/store"
)

// In a group the id of a message names its sender too: ids are made by phones, and one member must not be able to use up another's.

// inGroup fills in what only a group has.
func (s *session) inGroup(ctx context.Context, out *store.Message, e *events.Message, p person) (err error) {
	out.From, out.Group, out.Sender = address(plain(e.Info.Chat)), true, p.chat.String()
	sender := plain(e.Info.Sender).String()
	out.ID = sender + "/" + out.ID
	if out.Of != "" {
		out.Of = sender + "/" + out.Of
	}
	if out.Text == "" {
		return nil
	}
	if out.Called = s.called(e.Message, out.Text); out.Called {
		out.Called, err = s.heeds(ctx, out.From.Chat, string(e.Info.ID))
	}
	out.Text = s.unnamed(out.Text)
	return err
}

var commandForm = regexp.MustCompile(`^/[A-Za-z]`)

// called reports whether a message addresses the bot: it begins with a command, names the account by number or by LID, or answers something
// the account wrote.
func (s *session) called(m *waE2E.Message, text string) bool {
	info := contextOf(m)
	mine := func(jid string) bool {
		j, err := types.ParseJID(jid)
		return err == nil && s.own(j)
	}
	return commandForm.MatchString(text) || slices.ContainsFunc(info.GetMentionedJID(), mine) || mine(info.GetParticipant())
}

// unnamed takes the account's own "@628…" out of a text.
func (s *session) unnamed(text string) string {
	for _, j := range []types.JID{s.pn, s.lid} {
		if j.User != "" {
			text = strings.ReplaceAll(text, "@"+j.User, "")
		}
	}
	return strings.TrimSpace(text)
}

// quoted is the context of an answer in a group: which message it answers. Its id comes with the key of the answer (chat / message / n).
func quoted(o store.Outgoing) *waE2E.ContextInfo {
	rest, ok := strings.CutPrefix(o.Key, o.To.Channel+":"+o.To.Chat+"/")
	if !ok {
		return nil
	}
	if i := strings.LastIndex(rest, "/"); i >= 0 {
		rest = rest[:i]
	}
	sender, id, ok := strings.Cut(rest, "/")
	if j, err := types.ParseJID(sender); !ok || err != nil || j.Server == "" {
		return nil
	}
	return &waE2E.ContextInfo{StanzaID: proto.String(id), Participant: proto.String(sender), QuotedMessage: &waE2E.Message{Conversation: proto.String("")}}
}

// mayPost finds out whether a notice may go into a group: staff have bound it, we are in it, and its members may write. An answer goes where
// somebody called us, which is for those to decide who made it.
func (s *session) mayPost(ctx context.Context, o store.Outgoing, to types.JID) error {
	if o.Priority != store.Bulk {
		return nil
	}
	if s.c.o.Bound != nil {
		switch is, err := s.c.o.Bound(ctx, o.To.Chat); {
		case err != nil:
			return &channel.Error{Class: channel.Retry, Why: "it is not known whether this group is bound"}
		case !is:
			return &channel.Error{Class: channel.Refused, Why: "nobody has bound this group"}
		}
	}
	g, err := s.cli.Load().GetGroupInfo(ctx, to)
	if err != nil {
		return s.failed(ctx, to, err)
	}
	s.named(ctx, to, g.Name) // the first notice, at the latest
	if g.IsAnnounce && !slices.ContainsFunc(g.Participants, func(p types.GroupParticipant) bool {
		return (p.IsAdmin || p.IsSuperAdmin) && (s.own(p.JID) || s.own(p.LID) || s.own(p.PhoneNumber))
	}) {
		return &channel.Error{Class: channel.Gone, Muted: true, Why: "only administrators may write in this group"}
	}
	return nil
}

// private is the line that leads from a group to a chat of two.
func (s *session) private() string {
	if s.pn.User == "" {
		return ""
	}
	return "\n\nhttps://wa.me/" + s.pn.User
}
