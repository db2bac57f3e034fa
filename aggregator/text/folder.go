package text

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks bounds the combining marks kept on one letter, so that a hostile
// tower of them costs no more than the text is long.
const maxMarks = 8

// folder folds one text in one pass. It looks back into what it has written
// instead of ahead into what comes, so invisible characters between two runes
// never hide one from the other.
type folder struct {
	table *[tableSize]rule
	out   []byte

	at         int32   // index of the source rune being read
	recording  bool    // keep start and end
	start, end []int32 // source runes of each byte of out

	gap   bool  // a space is due before the next word
	gapAt int32 // source rune that made it due
	dot   bool  // the gap is one dot after a digit

	comma int // where in out the space of a comma after a digit stands or will stand; -1 for none
	group int // digits since that comma

	hamza int // where in out the letter for ئ or ؤ stands; -1 for none
	base  int // where in out the last letter stands that marks may join; -1 for none
	marks int // marks it has been given
}

func newFolder(size int) *folder {
	return &folder{table: letters(), out: make([]byte, 0, size+size/8), comma: -1, hamza: -1, base: -1}
}

// fold appends the folded s to out. It is called once.
func (f *folder) fold(s string) {
	for i := 0; i < len(s); f.at++ {
		if !f.recording && !f.dot && f.comma < 0 {
			if i = f.run(s, i); i == len(s) {
				break
			}
		}
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if r < tableSize {
			f.apply(r, f.table[r])
		} else {
			f.wide(r, s[i:i+n])
		}
		i += n
	}
	f.endNumber()
}

// run folds the plain part of s from i on, where every rune is settled by the
// table alone, and returns where that ends. It does what apply does, only
// faster and without keeping the way back.
func (f *folder) run(s string, i int) int {
	table, out, gapped, base, watching := f.table, f.out, f.gap, f.base, f.hamza >= 0
loop:
	for i < len(s) {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			if r >= 0xC2 && r < 0xE0 && i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
				r, n = r&0x1F<<6|rune(s[i+1]&0x3F), 2
			} else if r == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0x8C { // ZWNJ
				r, n = ' ', 3
			} else {
				break
			}
		}
		rule := table[r&(tableSize-1)]
		switch k := rule.kind(); k {
		case letter, watched, digit:
			if k == watched && watching {
				break loop
			}
			if gapped {
				gapped = false
				if len(out) > 0 {
					out = append(out, ' ')
				}
			}
			base = len(out)
			if t := rule.target(); t < utf8.RuneSelf {
				out = append(out, byte(t))
			} else {
				out = append(out, 0xC0|byte(t>>6), 0x80|byte(t&0x3F))
			}
			if k == digit {
				base = -1
			}
		case gap:
			gapped, base = true, -1
		case drop, vowel:
		default:
			break loop
		}
		i += n
	}
	if base != f.base {
		f.marks = 0
	}
	f.out, f.gap, f.base = out, gapped, base
	return i
}

// wide folds a rune from tableSize upwards; s is its bytes.
func (f *folder) wide(r rune, s string) {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7A3, r >= 0x3041 && r <= 0x3096:
		f.letter(r)
	case invisible(r):
	case r >= 0x2000 && r <= 0x201F, r == utf8.RuneError: // ZWNJ, spaces, dashes, quotation marks
		f.space()
	default:
		f.decompose(s)
	}
}

// decompose folds the NFKC form of the rune s.
func (f *folder) decompose(s string) {
	if norm.NFKC.PropertiesString(s).Decomposition() == nil {
		r, _ := utf8.DecodeRuneInString(s)
		f.unicode(r)
		return
	}
	var scratch [64]byte
	b := norm.NFKC.AppendString(scratch[:0], s)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		b = b[n:]
		if r < tableSize && f.table[r].kind() != other {
			f.apply(r, f.table[r])
		} else {
			f.unicode(r)
		}
	}
}

// unicode folds a normalised rune that the table says nothing of.
func (f *folder) unicode(r rune) {
	switch {
	case invisible(r):
	case r >= 0x08D3 && r <= 0x08FF && unicode.IsMark(r):
		f.extend()
	case r == 'ß', r == 'ẞ':
		f.letter('s')
		f.letter('s')
	case unicode.IsMark(r), r >= 0x1161 && r <= 0x1175, r >= 0x11A8 && r <= 0x11C2: // Hangul vowels and finals join too
		f.join(r)
	case isWord(r):
		f.letter(lower(r))
	default:
		f.space()
	}
}

// apply does what the table says of r.
func (f *folder) apply(r rune, rule rule) {
	switch rule.kind() {
	case letter:
		f.letter(rule.target())
	case watched:
		f.watched(rule.target(), r)
	case hamza:
		f.letter(rule.target())
		f.hamza = f.base
	case above:
		f.above()
	case digit:
		f.digit(rule.target())
	case gap:
		f.space()
	case drop:
	case vowel:
		f.extend()
	case dot:
		afterDigit := f.afterDigit()
		f.space()
		f.dot = afterDigit
	case comma:
		afterDigit := f.afterDigit()
		f.space()
		if afterDigit {
			f.comma, f.group = len(f.out), 0
		}
	case percent:
		f.letter('%')
		f.base = -1
	default:
		f.decompose(string(r))
	}
}

// letter writes r, after the space that may be due.
func (f *folder) letter(r rune) {
	f.endNumber()
	f.endGap()
	f.base, f.marks = len(f.out), 0
	f.write(r)
}

// watched writes و, ت or ه, unless a hamza before it makes another word of it:
// مسئول, مسؤول and مسوول are one, and so are هیئت and هیأت.
func (f *folder) watched(r, source rune) {
	if f.hamza < 0 || f.gap {
		f.letter(r)
		return
	}
	stem, rest := f.out[:f.hamza], f.out[f.hamza+2:]
	switch {
	case source == 'و' && len(rest) == 0:
		copy(f.out[f.hamza:], "و")
	case string(f.out[f.hamza:f.hamza+2]) != "ی":
	case r == 'ت' && len(rest) == 0 && (hasSuffix(stem, "هی") || hasSuffix(stem, "جر") || hasSuffix(stem, "نش")),
		r == 'ه' && string(rest) == "ل" && hasSuffix(stem, "مس"):
		copy(f.out[f.hamza:], "ا")
	}
	f.letter(r)
	f.hamza = -1
}

func hasSuffix(b []byte, s string) bool { return len(b) >= len(s) && string(b[len(b)-len(s):]) == s }

// above turns the و or ی just written into one that bore a hamza.
func (f *folder) above() {
	if !f.gap && f.base >= 0 && f.base == len(f.out)-2 {
		if b := string(f.out[f.base:]); b == "و" || b == "ی" {
			f.hamza = f.base
		}
	}
	f.extend()
}

// digit writes d with the dot, space or nothing that belongs before it.
func (f *folder) digit(d rune) {
	if f.gap && f.dot {
		f.gap = false
		f.write('.')
	}
	f.endGap()
	f.base = -1
	f.write(d)
	if f.comma >= 0 {
		if f.group++; f.group > 3 {
			f.comma = -1
		}
	}
}

// space ends the word.
func (f *folder) space() {
	f.endNumber()
	if !f.gap {
		f.gap, f.gapAt = true, f.at
	}
	f.dot = false
	f.base = -1
}

// join gives the mark r to the letter before it; a mark of its own is a sign.
func (f *folder) join(r rune) {
	switch {
	case (f.base < 0 || f.gap) && unicode.IsMark(r):
		f.space()
		return
	case f.base < 0 || f.gap:
		f.letter(r)
		return
	case f.marks == maxMarks, r == 0x0307 && string(f.out[f.base:]) == "i": // "İ" spelt as two
		f.extend()
		return
	}
	f.marks++
	var scratch [64]byte
	cluster := utf8.AppendRune(append(scratch[:0], f.out[f.base:]...), r)
	var from int32
	if f.recording {
		from = f.start[f.base]
		f.start, f.end = f.start[:f.base], f.end[:f.base]
	}
	f.out = norm.NFC.Append(f.out[:f.base], cluster...)
	if string(f.out[f.base:]) == "ё" {
		f.out = append(f.out[:f.base], "е"...)
	}
	f.record(from)
}

// extend lets the letter before reach to the rune being read.
func (f *folder) extend() {
	if n := len(f.end); n > 0 && !f.gap {
		f.end[n-1] = f.at + 1
	}
}

func (f *folder) write(r rune) {
	f.out = utf8.AppendRune(f.out, r)
	f.record(f.at)
}

// record notes where the bytes written since the last record came from.
func (f *folder) record(from int32) {
	if !f.recording {
		return
	}
	for len(f.start) < len(f.out) {
		f.start = append(f.start, from)
		f.end = append(f.end, f.at+1)
	}
}

// afterDigit tells whether the rune before this one was written as a digit.
func (f *folder) afterDigit() bool {
	n := len(f.out)
	return n > 0 && !f.gap && f.out[n-1] >= '0' && f.out[n-1] <= '9'
}

// endGap writes the space that is due, if any.
func (f *folder) endGap() {
	if !f.gap {
		return
	}
	f.gap, f.dot = false, false
	if len(f.out) > 0 {
		f.out = append(f.out, ' ')
		if f.recording {
			f.start = append(f.start, f.gapAt)
			f.end = append(f.end, max(f.at, f.gapAt+1))
		}
	}
}

// endNumber closes up the thousands once three digits, no more and no fewer,
// have followed a comma: "2023,2024" stays two numbers.
func (f *folder) endNumber() {
	if f.comma >= 0 && f.group == 3 {
		f.out = append(f.out[:f.comma], f.out[f.comma+1:]...)
		if f.recording {
			f.start = append(f.start[:f.comma], f.start[f.comma+1:]...)
			f.end = append(f.end[:f.comma], f.end[f.comma+1:]...)
		}
	}
	f.comma = -1
}
