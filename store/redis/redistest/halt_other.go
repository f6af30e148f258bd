//go:build !unix

package redistest

import (
	"errors"
	"os"
)

func halt(*os.Process) error   { return errors.ErrUnsupported }
func resume(*os.Process) error { return errors.ErrUnsupported }
