package main

import (
	"fmt"
	"runtime"
)

// version is set by the build.
var version = "development"

type versionCmd struct{}

// Run prints it.
func (*versionCmd) Run() error {
	fmt.Println("lopo", version, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	return nil
}
