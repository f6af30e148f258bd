package whatsapp

import "net/http"

// International is for tests.
var International = international

// PageSecret is what the page's code says, for tests that have no camera.
func PageSecret(page http.Handler) string { return page.(*linkPage).last().Secret }
