package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lopo/bot/config"
	"lopo/store"
	"lopo/store/city"
	"lopo/store/seal"
	"lopo/store/sqlite"
)

// parts are what every command that touches the ledger opens.
type parts struct {
	config config.Config
	box    *seal.Box
	city   *store.City
	ledger *sqlite.Ledger
}

// settings reads the environment.
func settings() (config.Config, error) {
	environ := map[string]string{}
	for _, line := range os.Environ() {
		name, value, _ := strings.Cut(line, "=")
		environ[name] = value
	}
	return config.Read(environ)
}

// open reads the settings and opens the ledger.
func open(ctx context.Context) (*parts, error) {
	c, err := settings()
	if err != nil {
		return nil, err
	}
	p := &parts{config: c}
	if p.city, err = cityOf(c); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(c.DB), 0o700); err != nil {
		return nil, fmt.Errorf("the folder of LOPO_DB cannot be made: %w", err)
	}
	secret, err := c.Secret()
	if err != nil {
		return nil, err
	}
	if p.box, err = seal.New(secret); err != nil {
		return nil, err
	}
	p.ledger, err = sqlite.Open(ctx, c.DB, p.box, p.city)
	if errors.Is(err, sqlite.ErrWrongKey) {
		return nil, fmt.Errorf("LOPO_SECRET_KEY (or %s) is not the key this database was sealed with; put the right key back", c.KeyFile())
	}
	return p, err
}

// openAlone opens the ledger for the one process that may run the bot on it.
func openAlone(ctx context.Context) (*parts, error) {
	p, err := open(ctx)
	if err != nil {
		return nil, err
	}
	err = p.ledger.Lock(ctx)
	if errors.Is(err, sqlite.ErrInUse) {
		err = fmt.Errorf("another lopo already serves from %s; stop it first, or set LOPO_DB to another file", p.config.DB)
	}
	if err == nil {
		err = p.shipArticles(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, p.ledger.Close())
	}
	return p, nil
}

func cityOf(c config.Config) (*store.City, error) {
	if c.City == "" {
		return city.Default(), nil
	}
	loaded, err := city.Load(c.City)
	if err != nil {
		return nil, fmt.Errorf("LOPO_CITY: %w", err)
	}
	return loaded, nil
}

func logger(c config.Config) *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: c.Log}))
}

// now is the time at which a command acts.
func now() time.Time { return time.Now() }
