package store

import "time"

// earlier is the earlier of seen and t; seen when t is unknown.
func earlier(seen, t time.Time) time.Time {
	if !t.IsZero() && t.Before(seen) {
		return t
	}
	return seen
}

// later is the later of two times; an unknown one loses.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
