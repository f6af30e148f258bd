package store

// Media is a file that goes with a message: a picture or a PDF. It only names the file; the bytes lie apart, under their hash, so that a notice
// to thousands holds them once.
type Media struct {
	Kind   Kind   `json:"kind"` // Image or Document
	Sum    string `json:"sum"`  // SHA-256 of the bytes, in hex
	Mime   string `json:"mime"`
	Name   string `json:"name,omitempty"` // what a document is called before people, with its ending
	Size   int    `json:"size,omitempty"` // bytes
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}
