package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"golchin/aggregator/text"
)

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// wantsColour obeys NO_COLOR and dumb terminals.
func wantsColour(f *os.File, lookup func(string) (string, bool)) bool {
	if v, ok := lookup("NO_COLOR"); ok && v != "" {
		return false
	}
	if v, _ := lookup("TERM"); v == "dumb" {
		return false
	}
	return isTerminal(f)
}

// The colours of states.
const (
	green  = "32"
	red    = "31"
	yellow = "33"
	dim    = "2"
	bold   = "1"
)

func (e *env) paint(code, s string) string {
	if !e.colour || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// table prints rows in aligned columns; the last column is free text and is
// isolated, so that right-to-left words disturb nothing (U+2068, U+2069).
type table struct {
	head []string
	rows [][]string
	// colour names the colour of a cell; nil means none.
	colour func(row []string, col int) string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) print(e *env, w io.Writer) {
	width := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, c := range row[:len(row)-1] {
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	line := func(row []string, paint func(int) string) {
		var b strings.Builder
		for i, c := range row {
			last := i == len(row)-1
			cell := c
			if last && !ascii(c) {
				cell = text.Isolate(c)
			}
			if code := paint(i); code != "" {
				cell = e.paint(code, cell)
			}
			b.WriteString(cell)
			if !last {
				b.WriteString(strings.Repeat(" ", width[i]-utf8.RuneCountInString(c)+2))
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
	line(t.head, func(int) string { return bold })
	for _, row := range t.rows {
		line(row, func(i int) string {
			if t.colour == nil {
				return ""
			}
			return t.colour(row, i)
		})
	}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// plural is n with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "y") {
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
