package whatsapp

import (
	"context"
	"sync"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waCompanionReg"
	"go.mau.fi/whatsmeow/store"
)

// The version of WhatsApp Web that we show: what Options demand, else what was fetched once and kept, else what WhatsApp publishes now, else
// what is built into the library. WhatsApp refuses old ones, and then a newer one is fetched (life.go). It is one for the whole process, and
// so is the way we introduce ourselves.

var once sync.Once

var globals sync.Mutex // of the library

// introduce makes us a common kind of linked device. Unusual ones are refused when a code is asked for.
func introduce() {
	globals.Lock()
	defer globals.Unlock()
	if store.DeviceProps.GetPlatformType() != waCompanionReg.DeviceProps_CHROME {
		os := "Ubuntu"
		store.DeviceProps.Os = &os
		store.DeviceProps.PlatformType = waCompanionReg.DeviceProps_CHROME.Enum()
	}
}

// show sets the version, fetching one when none is known.
func (c *Channel) show(ctx context.Context) {
	if !c.pinned.IsZero() {
		adopt(c.pinned)
		return
	}
	kept, err := c.file.get(ctx, "version")
	if err != nil {
		c.log.Warn("read the kept version", "err", err)
	}
	v, err := store.ParseVersion(string(kept))
	if err != nil {
		c.refresh(ctx)
		return
	}
	if !v.LessThan(store.GetWAVersion()) { // else the library was updated since
		adopt(v)
	}
}

// refresh fetches the newest version and keeps it. Without network nothing changes.
func (c *Channel) refresh(ctx context.Context) {
	if !c.pinned.IsZero() {
		return
	}
	asking, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	v, err := whatsmeow.GetLatestVersion(asking, c.o.HTTP)
	if err != nil {
		c.log.Info("the newest version of WhatsApp Web could not be fetched; the one built in is shown")
		return
	}
	adopt(*v)
	if err := c.file.put(ctx, "version", []byte(v.String())); err != nil {
		c.log.Warn("keep the version", "err", err)
	}
}

func adopt(v store.WAVersionContainer) {
	globals.Lock()
	defer globals.Unlock()
	if store.GetWAVersion() != v {
		store.SetWAVersion(v)
	}
}
