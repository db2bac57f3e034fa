package topic

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// pairForm is "term NEAR/n term", the one operator in the terms of a topic.
var pairForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(.*\S)\s+NEAR/(\d+)\s+(\S.*)$`) })

// newTopicTerm reads a term of a topic: a plain one, or two with at most n
// words between them, in any order.
func newTopicTerm(src, lang string) (*term, error) {
	m := pairForm().FindStringSubmatch(strings.TrimSpace(src))
	if m == nil {
		return newTerm(src, lang)
	}
	n, err := strconv.Atoi(m[2])
	if err != nil || n < 1 || n > maxNear {
		return nil, fmt.Errorf("NEAR/%s is no distance: write NEAR/1 to NEAR/%d", m[2], maxNear)
	}
	if strings.Contains(m[1], "NEAR/") {
		return nil, fmt.Errorf("NEAR joins two terms only")
	}
	t, err := newTerm(m[1], lang)
	if err != nil {
		return nil, err
	}
	if t.beside, err = newTerm(m[3], lang); err != nil {
		return nil, err
	}
	t.src, t.distance = strings.TrimSpace(src), n
	return t, nil
}

// hasBeside tells whether the other term of a pair stands close enough to the
// place [from, to), in the same field.
func (t *term) hasBeside(hay []byte, from, to int, rs rules) bool {
	reach := t.distance + len(t.beside.parts) + 1
	low, high := from, to
	for n := 0; n < reach && low > 0; n++ {
		i := bytes.LastIndexByte(hay[:low-1], ' ')
		if i < 0 || hay[i+1] == 0 {
			low = max(i, 0)
			break
		}
		low = i + 1
	}
	for n := 0; n < reach && high < len(hay)-1; n++ {
		i := bytes.IndexByte(hay[high+1:], ' ')
		if i < 0 || hay[high+1] == 0 {
			break
		}
		high += 1 + i
	}
	for at := max(low-1, 0); ; {
		a, b, ok := t.beside.next(hay[:high+1], at, high+1, rs)
		if !ok {
			return false
		}
		gap := -1
		switch {
		case b <= from:
			gap = bytes.Count(hay[b:from], []byte(" ")) - 1
		case a >= to:
			gap = bytes.Count(hay[to:a], []byte(" ")) - 1
		}
		if gap >= 0 && gap <= t.distance {
			return true
		}
		at = t.beside.after(a)
	}
}
