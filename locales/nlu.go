package locales

import (
	"embed"
	"io/fs"
)

//go:embed nlu/*.tsv nlu/weights.bin
var understanding embed.FS

// Understanding are the words by which free text and answers are understood: the tables of locales/nlu and the weights learned from its lines.
// Which table says what is told in locales/nlu/README.md.
func Understanding() fs.FS {
	sub, err := fs.Sub(understanding, "nlu")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}
