package text

import (
	"iter"
	"strings"
	"sync"
)

// Spaced folds plain text to lower-case words separated by one space: NFKC,
// Persian and Arabic letters of one sound folded to one, vowel marks and
// invisible characters gone, digits in ASCII, case folded. Of signs only "%"
// and a dot between digits stay. It is idempotent; text without letters and
// digits gives "".
//
// HTML goes through [Plain] first. Since no language comes in, both Turkish
// i's fold to "i" whatever their case.
func Spaced(s string) string {
	f := newFolder(len(s))
	f.fold(s)
	return string(f.out)
}

// Squeezed is [Spaced] without the spaces: equal for titles that differ only
// in how words are joined. It merges too much to be used on single words.
func Squeezed(s string) string {
	f := newFolder(len(s))
	f.fold(s)
	kept := f.out[:0]
	for _, c := range f.out {
		if c != ' ' {
			kept = append(kept, c)
		}
	}
	return string(kept)
}

// Folded is a text beside its folded form, with the way back. The zero value
// is the empty text. It may be copied and used by several goroutines.
type Folded struct {
	text   string
	spaced string
	origin func() origins
}

// origins tells for every byte of a folded text which runes it came from.
type origins struct{ start, end []int32 }

// Fold folds s once; the way back is worked out when first asked for.
func Fold(s string) Folded {
	return Folded{text: s, spaced: Spaced(s), origin: sync.OnceValue(func() origins {
		f := newFolder(len(s))
		f.recording = true
		f.start, f.end = make([]int32, 0, cap(f.out)), make([]int32, 0, cap(f.out))
		f.fold(s)
		return origins{f.start, f.end}
	})}
}

// Spaced is the text folded as by [Spaced].
func (f Folded) Spaced() string { return f.spaced }

// Squeezed is the text folded as by [Squeezed].
func (f Folded) Squeezed() string { return strings.ReplaceAll(f.spaced, " ", "") }

// Origin maps the bytes [from, to) of Spaced to the runes [fromRune, toRune)
// of the text they came from, vowel marks included. Offsets outside the folded
// text are moved to its ends; an empty range gives an empty range.
func (f Folded) Origin(from, to int) (fromRune, toRune int) {
	from, to = max(from, 0), min(to, len(f.spaced))
	if f.origin == nil || from >= to {
		return 0, 0
	}
	o := f.origin()
	return int(o.start[from]), int(o.end[to-1])
}

// Words yields the words of a folded text with the byte offset of each.
func Words(spaced string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for at := 0; at < len(spaced); {
			n := strings.IndexByte(spaced[at:], ' ')
			if n < 0 {
				n = len(spaced) - at
			}
			if n > 0 && !yield(at, spaced[at:at+n]) {
				return
			}
			at += n + 1
		}
	}
}
