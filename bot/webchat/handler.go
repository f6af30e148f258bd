package webchat

import (
	"errors"
	"net/http"
)

// Everything comes from this host, and nothing is inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Handler serves the page. Below a prefix it wants http.StripPrefix and a trailing slash; its own links are relative. It may be called before
// Receive runs. The server in front may have any timeouts: streams set their own.
func (c *Channel) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", c.show)
	mux.HandleFunc("POST /{$}", c.guarded(c.post))
	mux.HandleFunc("POST /leave", c.guarded(c.leave))
	mux.HandleFunc("GET /events", c.events)
	mux.HandleFunc("GET /media/{sum}", c.media)
	mux.HandleFunc("GET /assets/{name}", c.page.asset)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		// Not no-referrer: with it browsers send "Origin: null" with our own forms.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

// maxBody leaves room for a text far over the limit, so that it can be given back in the box with the reason.
const maxBody = 256 << 10

// guarded admits POSTs of this page only. Browsers say where a POST comes from in Sec-Fetch-Site or Origin, and CrossOriginProtection judges
// that; it lets pass what has neither, as only very old browsers and programs do: those must bring the token of the form.
func (c *Channel) guarded(next func(http.ResponseWriter, *http.Request, visitor)) http.HandlerFunc {
	cross := http.NewCrossOriginProtection()
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		v, known := visitorOf(r)
		if err := cross.Check(r); err != nil {
			// As nobody: SameSite kept her cookie out, and a new one would take her conversation from her.
			c.refuse(w, r, nobody, draft{}, problem{http.StatusForbidden, "Permintaan ini tidak berasal dari halaman obrolan. Silakan buka kembali halamannya."})
			return
		}
		var big *http.MaxBytesError
		if err := r.ParseForm(); errors.As(err, &big) {
			c.refuse(w, r, v, draft{}, problem{http.StatusRequestEntityTooLarge, tooLong})
			return
		} else if err != nil {
			c.refuse(w, r, v, draft{}, problem{http.StatusBadRequest, "Isi kiriman tidak terbaca. Silakan kirim lagi."})
			return
		}
		if !known {
			// With the answer comes a cookie, so the second try works wherever cookies do.
			c.refuse(w, r, newVisitor(), readDraft(r), problem{http.StatusForbidden, "Peramban ini belum menyimpan kuki, sehingga percakapan tidak dikenali. Silakan kirim sekali lagi; bila tetap gagal, izinkan kuki untuk situs ini."})
			return
		}
		if r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" && !v.holds(r.PostForm.Get("token")) {
			c.refuse(w, r, v, draft{}, problem{http.StatusForbidden, "Halaman ini sudah terlalu lama terbuka. Silakan kirim lagi dari halaman ini."})
			return
		}
		next(w, r, v)
	}
}

const tooLong = "Pesan terlalu panjang. Batasnya 4.000 karakter. Silakan pendekkan atau bagi menjadi beberapa pesan."

// leave gives this browser a new cookie. The old conversation is not erased (its answers may still be awaited elsewhere), only no longer
// reachable from here: what somebody on a shared computer needs.
func (c *Channel) leave(w http.ResponseWriter, r *http.Request, _ visitor) {
	newVisitor().remember(w, r)
	redirect(w, "./")
}

// redirect answers a form. http.Redirect would make the path absolute and lose a stripped prefix.
func redirect(w http.ResponseWriter, to string) {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}
