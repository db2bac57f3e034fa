package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// flags parses the flags of a command: its own, which add registers, and the
// common ones, each of which may also come from GOLCHIN_<NAME>. It returns the
// arguments.
func (e *env) flags(args []string, add func(*flag.FlagSet)) ([]string, error) {
	own, common := flag.NewFlagSet("", flag.ContinueOnError), e.common()
	if add != nil {
		add(own)
	}
	all := flag.NewFlagSet(e.command.name, flag.ContinueOnError)
	all.SetOutput(io.Discard) // told below, once
	for _, set := range []*flag.FlagSet{common, own} {
		set.VisitAll(func(f *flag.Flag) { all.Var(f.Value, f.Name, f.Usage) })
	}
	rest, err := parseMixed(all, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		e.help(own, common)
		return nil, err
	case err != nil:
		return nil, wrongCall("%s; `golchin help %s` shows its flags", flagTrouble(err, all), e.command.name)
	}
	all.Visit(func(f *flag.Flag) { e.configGiven = e.configGiven || f.Name == "config" })
	return rest, nil
}

// bare parses the flags of a command that takes no arguments.
func (e *env) bare(args []string, add func(*flag.FlagSet)) error {
	rest, err := e.flags(args, add)
	if err == nil && len(rest) > 0 {
		return wrongCall("unexpected %q", rest[0])
	}
	return err
}

// common are the flags of every command.
func (e *env) common() *flag.FlagSet {
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	for _, c := range []struct {
		into        *string
		name, value string
		what        string
	}{
		{&e.config, "config", "feeds.yaml", "the `file` with sources, topics and feeds"},
		{&e.db, "db", "golchin.db", "the database `file`"},
		{&e.listen, "listen", ":8080", "`address` that readers connect to"},
		{&e.admin, "admin", "127.0.0.1:9090", "`address` of metrics and profiles; empty for none"},
		{&e.logLevel, "log-level", "info", "`level`: debug, info, warn or error"},
	} {
		value := c.value
		name := "GOLCHIN_" + strings.ToUpper(strings.ReplaceAll(c.name, "-", "_"))
		if v, ok := e.lookup(name); ok {
			value = v
			e.configGiven = e.configGiven || c.name == "config"
		}
		fs.StringVar(c.into, c.name, value, c.what+" ($"+name+")")
	}
	return fs
}

// help prints a command's usage, its own flags first.
func (e *env) help(own, common *flag.FlagSet) {
	fmt.Fprintf(e.out, "usage: golchin %s\n\n%s.\n", strings.TrimSpace(e.command.name+" [flags] "+e.command.args), e.command.short)
	for _, x := range []struct {
		head string
		set  *flag.FlagSet
	}{{"its flags", own}, {"flags of every command", common}} {
		n := 0
		x.set.VisitAll(func(*flag.Flag) { n++ })
		if n > 0 {
			fmt.Fprintf(e.out, "\n%s:\n", x.head)
			x.set.SetOutput(e.out)
			x.set.PrintDefaults()
		}
	}
}

// flagTrouble is what package flag says of a wrong flag, in our words.
func flagTrouble(err error, fs *flag.FlagSet) string {
	name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !ok {
		return err.Error()
	}
	var names []string
	fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	if near := nearest(name, names); near != "" {
		return fmt.Sprintf("there is no flag -%s; did you mean -%s?", name, near)
	}
	return "there is no flag -" + name
}

// parseMixed parses flags before and after the arguments, as people type them;
// everything behind "--" is an argument.
func parseMixed(fs *flag.FlagSet, args []string) ([]string, error) {
	var rest []string
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		left := fs.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if n := len(args) - len(left); n > 0 && args[n-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}

// nearest is the one of names that somebody who typed name may have meant; empty
// when none is near.
func nearest(name string, names []string) string {
	best, least := "", 3
	for _, n := range names {
		d := typos(name, n)
		if len(name) > 1 && (strings.HasPrefix(n, name) || strings.HasPrefix(name, n)) {
			d = min(d, 2)
		}
		if d < least && d < len(name) {
			best, least = n, d
		}
	}
	return best
}

// typos counts the letters to insert, drop, change or swap with a neighbour
// that make a of b.
func typos(a, b string) int {
	x, y := []rune(a), []rune(b)
	prev, row := []int(nil), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], prev[j-1]+1)
			}
		}
		prev, row = row, next
	}
	return row[len(y)]
}
