package webchat

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"
)

// visitor is who holds a cookie. The cookie is 128 random bits and the only key to a conversation; nothing that leaves this room
// (chat id, form token, logs) leads back to it.
type visitor struct{ secret string }

// nobody has no conversation and gets no cookie.
var nobody visitor

// cookieLife is renewed with each look at the page. It outlives the lines: who comes back later still is the same chat to the ledger.
const cookieLife = 180 * 24 * time.Hour

func newVisitor() visitor { return visitor{secret: randomID(16)} }

func randomID(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// chat is the visitor's Address.Chat: stable, also when the sealing key changes.
func (v visitor) chat() string { return v.derive("chat") }

// token goes into forms. A page of another site cannot know it.
func (v visitor) token() string { return v.derive("form") }

func (v visitor) holds(token string) bool { return hmac.Equal([]byte(token), []byte(v.token())) }

func (v visitor) derive(use string) string {
	sum := sha256.Sum256([]byte("lopo webchat " + use + "\x00" + v.secret))
	return hex.EncodeToString(sum[:16])
}

// secure reports whether the visitor's side is https, here or at the proxy in front. Who forges the header only harms her own cookie.
func secure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

// The prefix makes browsers refuse a cookie of this name from a sibling host, which could otherwise put a visitor into a chat it knows.
func cookieName(r *http.Request) string {
	if secure(r) {
		return "__Host-lopo"
	}
	return "lopo"
}

// visitorOf reads the cookie.
func visitorOf(r *http.Request) (visitor, bool) {
	c, err := r.Cookie(cookieName(r))
	if err != nil {
		return visitor{}, false
	}
	if b, err := hex.DecodeString(c.Value); err != nil || len(b) != 16 {
		return visitor{}, false
	}
	return visitor{secret: c.Value}, true
}

// remember sets or renews the cookie.
func (v visitor) remember(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(r), Value: v.secret, Path: "/", MaxAge: int(cookieLife / time.Second),
		HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteLaxMode,
	})
}
