package transcript

import (
	"fmt"
	"strings"

	"lopo/store"
)

// people writes what concerns people, groups and staff.
func people(e store.Effect) string {
	switch e := e.(type) {
	case store.Follow:
		return fmt.Sprintf("= follow topics=%s kelurahan=%q band=%s", strings.Join(e.Topics, ","), e.Kelurahan, e.Band)
	case store.UseHere:
		return "= news here"
	case store.ShowLinkCode:
		return "= code shown"
	case store.Join:
		return "= joined"
	case store.Part:
		return "= parted"
	case store.MissLink, store.MissGroup:
		return "= wrong code"
	case store.BindGroup:
		return "= group bound"
	case store.SetGroup:
		return "= group " + string(e.State)
	case store.MoveGroup:
		return "= group moved"
	case store.SetLoanStatus:
		return fmt.Sprintf("= loan kelurahan=%q status=%q by=%s", e.Kelurahan, e.Status, e.By)
	case store.RefuseStaff:
		return fmt.Sprintf("= refused %s in=%q why=%s", e.Do, e.In, e.Why)
	}
	if line := notice(e); line != "" {
		return line
	}
	return fmt.Sprintf("= %T", e)
}
