package main

import (
	_ "embed"
	"fmt"
)

// The texts of all licences that are in the binary; "make licences" writes them.
//
//go:embed licences.txt
var licences string

type licencesCmd struct{}

// Run prints the licences of everything that this program is made of.
func (*licencesCmd) Run() error {
	fmt.Print(licences)
	return nil
}
