package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong, or doubtful, in a feeds.yaml.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`   // from 1; 0 means the whole file
	Column  int    `json:"column"` // from 1; 0 means unknown
	Path    string `json:"path"`   // of the key: "sources[3].schedule"
	Message string `json:"message"`
}

// String is the problem as people read it:
//
//	feeds.yaml:14: source "rahbord": schedule "5 minutes": want a cron line, @hourly or @every 30m
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
}

// Errors is what Load and Parse return for a file that cannot be used: every
// problem in it, in the order of the lines.
type Errors struct {
	Problems []Problem
}

// Error lists all problems, one a line.
func (e *Errors) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func sortProblems(ps []Problem) {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
