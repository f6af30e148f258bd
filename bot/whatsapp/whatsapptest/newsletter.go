package whatsapptest

import (
	"fmt"

	"go.mau.fi/whatsmeow/types"
)

// Newsletter is what people call a channel: its owner posts, in the clear, and whoever follows it reads.
//
//	<message id type to=…@newsletter [media_id]><plaintext [mediatype]/></message>     C→S; answered by <ack … server_id>
//	<message id type t server_id from=…@newsletter><plaintext [mediatype]/></message>  S→ each device of a follower
//
// That is what the library writes and reads; how the real one takes a change of a post, and what it tells of readers, is not shown here.
type Newsletter struct {
	ID        string
	owner     *Account
	followers []*Account
	posts     int
}

// Newsletter opens one.
func (s *Server) Newsletter(owner *Account, followers ...*Account) *Newsletter {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	n := &Newsletter{ID: fmt.Sprint(120_363_900_000_000_000 + int64(s.serial)), owner: owner, followers: followers}
	s.newsletters[n.ID] = n
	return n
}

// JID is its address.
func (n *Newsletter) JID() types.JID { return types.NewJID(n.ID, types.NewsletterServer) }

// Following is her view of a channel.
func (r *Resident) Following(n *Newsletter) *Chat { return &Chat{r: r, to: n.JID(), key: n.ID} }

// newsletterRefusal is why an account may not post, 0 if it may.
func (s *Server) newsletterRefusal(a *Account, to types.JID) int {
	switch n := s.newsletters[to.User]; {
	case n == nil:
		return 404
	case n.owner != a:
		return 403
	}
	return 0
}

func (s *Server) routeNewsletter(post node, to types.JID) {
	n := s.newsletters[to.User]
	n.posts++
	out := node{Tag: "message", Content: post.GetChildrenByTag("plaintext"),
		Attrs: attrs{"id": post.Attrs["id"], "type": post.Attrs["type"], "t": now(), "server_id": n.posts, "from": to}}
	for _, a := range n.followers {
		for _, d := range a.devices {
			if d.used {
				s.hand(d, out)
			}
		}
	}
}
