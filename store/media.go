package store

import "time"

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

// Bring is a file that somebody of staff sent and that only its platform has so far. It is fetched apart from any turn, and after a crash again,
// until it is there or it is known why it cannot be.
type Bring struct {
	Channel string    `json:"channel"`
	File    string    `json:"file"` // see Message.File
	Tries   int       `json:"tries,omitempty"`
	Due     time.Time `json:"due,omitzero"`
}
