package transcript

import (
	"fmt"

	"lopo/store"
)

// notice writes what concerns announcements.
func notice(e store.Effect) string {
	switch e := e.(type) {
	case store.DraftNotice:
		line := fmt.Sprintf("= announcement by=%s topic=%s to=%q", e.By, e.Announcement.Topic, e.Announcement.To.Kelurahan)
		if e.Aside {
			line += " aside"
		}
		return line
	case store.FixNotice:
		return fmt.Sprintf("= correction of=%s by=%s", e.Ref, e.By)
	case store.StepNotice:
		return fmt.Sprintf("= announcement %s %s", e.Ref, e.Step.Act)
	}
	return ""
}
