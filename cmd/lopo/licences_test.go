package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var writeLicences = flag.Bool("licences", false, "write NOTICE and licences.txt anew")

// module is a part of the program that others wrote.
type module struct {
	Path, Version, Dir string
	texts              map[string]string // by file name
	licences           []string          // by their SPDX names
	holders            []string          // lines that name who holds the rights
}

// phrases by which a licence is known, all of them in it. The texts are compared in one line and in lower case.
var phrases = []struct {
	name string
	has  []string
}{
	{"GPL-3.0", []string{"gnu general public license", "version 3, 29 june 2007"}},
	{"GPL-2.0", []string{"gnu general public license", "version 2, june 1991"}},
	{"AGPL-3.0", []string{"gnu affero general public license version 3"}},
	{"LGPL-3.0", []string{"gnu lesser general public license version 3, 29 june 2007"}},
	{"MPL-2.0", []string{"mozilla public license version 2.0"}},
	{"Apache-2.0", []string{"apache license version 2.0, january 2004"}},
	{"BSD-4-Clause", []string{"redistribution and use in source and binary forms", "all advertising materials mentioning"}},
	{"BSD-3-Clause", []string{"redistribution and use in source and binary forms", "neither the name"}},
	{"BSD-2-Clause", []string{"redistribution and use in source and binary forms"}},
	{"MIT", []string{"permission is hereby granted, free of charge, to any person obtaining a copy", "the above copyright notice and this permission notice"}},
	{"ISC", []string{"permission to use, copy, modify, and", "with or without fee is hereby granted"}},
	{"Unlicense", []string{"free and unencumbered software released into the public domain"}},
	{"blessing", []string{"the author disclaims copyright to this source code"}},
	{"public domain", []string{"dedicated to the public domain"}},
}

// mayJoin are the licences whose code may be part of a work under the GNU General Public License, version 3 or later.
var mayJoin = strings.Fields("GPL-3.0 LGPL-3.0 MPL-2.0 Apache-2.0 BSD-3-Clause BSD-2-Clause MIT ISC Unlicense blessing")

// forbids are words of terms that no text may add.
var forbids = []string{"commons clause", "business source license", "server side public license", "elastic license", "non-commercial use only",
	"noncommercial use only", "noncommercial purposes only", "attribution-noncommercial"}

// classify names the licences that a text is, or holds.
func classify(text string) (names []string) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, p := range phrases {
		holds := !slices.ContainsFunc(p.has, func(phrase string) bool { return !strings.Contains(text, phrase) })
		if holds && !(strings.HasPrefix(p.name, "BSD") && slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, "BSD") })) {
			names = append(names, p.name)
		}
	}
	if i := slices.Index(names, "public domain"); i >= 0 {
		names[i] = "blessing"
	}
	for _, word := range forbids {
		if strings.Contains(text, word) {
			names = append(names, word)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// apart are files that say nothing about what is linked.
var apart = map[string]string{
	"modernc.org/memory/LICENSE-LOGO": "the picture in its README",
}

var (
	licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)[^/]*$`)
	holder      = regexp.MustCompile(`(?im)^[ \t*#/]*((?:portions )?(?:copyright)[^\n]*\b[12][0-9]{3}\b[^\n]*|copyright (?:the |©|\(c\))[^\n]*)`)
)

// wordsOfOthers are word lists in the program that others made; their licence lies beside them.
var wordsOfOthers = module{Path: "IndoCollex (locales/nlu/slang.tsv)", Dir: "../../locales/nlu"}

// linked lists the modules that have a package in the program, Go itself, and the words of others.
func linked(t *testing.T) (list []*module) {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-json=Module", ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := map[string]bool{"lopo": true}
	for packages := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct{ Module *module }
		if err := packages.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Module != nil && !seen[p.Module.Path] {
			seen[p.Module.Path] = true
			list = append(list, p.Module)
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, &module{Path: "Go standard library", Version: strings.Join(strings.Fields(runtime.Version())[:1], ""), Dir: strings.TrimSpace(string(root))}, &wordsOfOthers)
	slices.SortFunc(list, func(a, b *module) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// read reads what a module says about its licence.
func (m *module) read(t *testing.T) {
	t.Helper()
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		t.Fatal(err)
	}
	m.texts = map[string]string{}
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) || apart[m.Path+"/"+e.Name()] != "" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		m.texts[e.Name()] = strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n"))
		names := classify(string(text))
		if len(names) == 0 && !strings.HasPrefix(strings.ToLower(e.Name()), "notice") {
			t.Errorf("%s: %s is a licence that this test does not know: read it, then add it to phrases and, if it may be joined with the GPL, to mayJoin", m.Path, e.Name())
		}
		m.licences = append(m.licences, names...)
		if !slices.Contains(names, "GPL-3.0") { // its own text names who holds the rights of the text
			for _, found := range holder.FindAllStringSubmatch(string(text), -1) {
				m.holders = append(m.holders, strings.Join(strings.Fields(found[1]), " "))
			}
		}
	}
	slices.Sort(m.licences)
	m.licences = slices.Compact(m.licences)
	m.holders = slices.DeleteFunc(m.holders, func(h string) bool {
		return strings.Contains(h, "[yyyy]") || strings.Contains(h, "{yyyy}") || strings.Contains(h, "license to reproduce") || strings.Contains(strings.ToLower(h), "copyright notice")
	})
	slices.Sort(m.holders)
	m.holders = slices.Compact(m.holders)
	if len(m.licences) == 0 {
		t.Errorf("%s has no licence", m.Path)
	}
	for _, name := range m.licences {
		if !slices.Contains(mayJoin, name) {
			t.Errorf("%s is under %s, which cannot be part of a work under the GPL, version 3 or later", m.Path, name)
		}
	}
}

// Every module in the binary is under a licence that may be joined with the project's own, and NOTICE and "lopo licences" tell of all of them.
func TestLicences(t *testing.T) {
	modules := linked(t)
	var notice, texts strings.Builder
	notice.WriteString(noticeHead)
	texts.WriteString(textsHead)
	told := map[string][]string{}
	var order []string
	for _, m := range modules {
		m.read(t)
		fmt.Fprintf(&notice, "\n%s\n    %s\n", m.Path, strings.Join(m.licences, ", "))
		for _, h := range m.holders {
			fmt.Fprintf(&notice, "    %s\n", h)
		}
		for _, name := range slices.Sorted(func(yield func(string) bool) {
			for name := range m.texts {
				if !yield(name) {
					return
				}
			}
		}) {
			text := m.texts[name]
			if told[text] == nil {
				order = append(order, text)
			}
			told[text] = append(told[text], m.Path+" ("+name+")")
		}
		t.Logf("%-55s %s", m.Path, strings.Join(m.licences, ", "))
	}
	for _, text := range order {
		fmt.Fprintf(&texts, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 78), strings.Join(told[text], "\n"), text)
	}
	for path, want := range map[string]string{"../../NOTICE": notice.String(), "licences.txt": texts.String()} {
		if *writeLicences {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s does not tell of what is in the program now: make licences (%v)", filepath.Base(path), err)
		}
	}
}

const noticeHead = `Lopo
Copyright 2026 the authors of Lopo

Lopo is free software: you can redistribute it and/or modify it under the terms
of the GNU General Public License as published by the Free Software Foundation,
either version 3 of the License, or (at your option) any later version. It comes
without any warranty. The text is in LICENSE.

SPDX-License-Identifier: GPL-3.0-or-later

The program contains the work of others, each under its own licence. The whole
texts are printed by "lopo licences". This list is written by "make licences".
`

const textsHead = `Lopo is under the GNU General Public License, version 3 or later. It contains the
work of others, whose licences follow. The source is where you got the program.
`

// The classifier must bite.
func TestLicencesBite(t *testing.T) {
	for text, want := range map[string]string{
		"GNU GENERAL PUBLIC LICENSE\n Version 2, June 1991":                                                                                      "GPL-2.0",
		"GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007":                                                                                   "GPL-3.0",
		"GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3":                                                                                          "AGPL-3.0",
		"Redistribution and use in source and binary forms … All advertising materials mentioning":                                               "BSD-4-Clause",
		"Redistribution and use in source and binary forms … Neither the name":                                                                   "BSD-3-Clause",
		"Apache License\nVersion 2.0, January 2004 … Commons Clause":                                                                             "Apache-2.0 commons clause",
		"Permission is hereby granted, free of charge, to any person obtaining a copy … The above copyright notice and this permission notice …": "MIT",
		"You may look at it.": "",
	} {
		if got := strings.Join(classify(text), " "); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for _, bad := range []string{"GPL-2.0", "AGPL-3.0", "BSD-4-Clause", "commons clause"} {
		if slices.Contains(mayJoin, bad) {
			t.Errorf("%s may be joined", bad)
		}
	}
}
