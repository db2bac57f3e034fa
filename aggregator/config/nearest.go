package config

import (
	"fmt"
	"slices"
	"strings"
)

// distance is how many letters must be added, dropped, changed or swapped with
// their neighbour to make b of a (optimal string alignment), in runes.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range y {
			cost := last[j]
			if x[i] != y[j] {
				cost++
			}
			row[j+1] = min(cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(y)]
}

// longestName bounds what distance is asked to compare: a stranger's key of a
// megabyte is near nothing.
const longestName = 64

// nearest returns the known name that a reader of name would have meant, or ""
// where none is near: within a third of its length, at least two letters.
func nearest(name string, known []string) string {
	if len(name) > longestName {
		return ""
	}
	name = strings.ToLower(strings.ReplaceAll(name, "-", "_"))
	best, found := max(2, len(name)/3)+1, ""
	for _, k := range known {
		d := distance(name, strings.ReplaceAll(k, "-", "_"))
		if d < best && d < len(k) {
			best, found = d, k
		}
	}
	return found
}

// suggest words the way out of an unknown name: the nearest one, or the list
// where it is short enough to help.
func suggest(name string, known []string) string {
	if n := nearest(name, known); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	known = slices.Compact(slices.Sorted(slices.Values(known)))
	known = slices.DeleteFunc(known, func(s string) bool { return s == "" })
	if len(known) == 0 {
		return "there are none"
	}
	if len(known) > 30 {
		return fmt.Sprintf("none of the %d known names is near", len(known))
	}
	return "want one of " + strings.Join(known, ", ")
}
