package main

import (
	_ "embed"
	"fmt"
)

//go:embed panduan.md
var panduan string

type panduanCmd struct{}

// Run prints the staff guide.
func (*panduanCmd) Run() error {
	fmt.Print(panduan)
	return nil
}
