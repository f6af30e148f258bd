package config

import (
	"fmt"
	"reflect"
	"strings"
)

type variable struct{ name, standard, meaning string }

// variables is what the tags of Config say, in its order.
func variables() (all []variable) {
	for field := range reflect.TypeFor[Config]().Fields() {
		all = append(all, variable{field.Tag.Get("env"), field.Tag.Get("envDefault"), field.Tag.Get("doc")})
	}
	return all
}

// Doc is the table of all variables in Markdown, as README.md has it.
func Doc() string {
	var b strings.Builder
	b.WriteString("| variable | default | meaning |\n|---|---|---|\n")
	for _, v := range variables() {
		standard := ""
		if v.standard != "" {
			standard = "`" + v.standard + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", v.name, standard, v.meaning)
	}
	return b.String()
}
