package publish

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// wordJoiner takes the place of a rune that has to go from a line. Like bidi
// controls it is invisible and a boundary neutral (UAX #9), and as one rune for
// one it keeps the places that Why.At tells.
const wordJoiner = '\u2060'

// maxBidi is the deepest nesting of bidi controls (UAX #9 BD2, max_depth).
const maxBidi = 125

// line returns s as one line of plain text: control characters, line ends and
// what XML forbids become spaces, bidi controls are balanced by closing what is
// open at the end and taking out what closes nothing. The number of runes
// before the end stays the same. A line of nothing to see is empty.
func line(s string) string {
	if isLine(s) {
		return strings.TrimRight(s, " ")
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	var open []rune // the closers still owed, innermost last
	for _, r := range s {
		switch {
		case r == '\u202a' || r == '\u202b' || r == '\u202d' || r == '\u202e':
			open, r = push(open, r, '\u202c')
		case r >= '\u2066' && r <= '\u2068':
			open, r = push(open, r, '\u2069')
		case r == '\u202c' || r == '\u2069':
			open, r = pop(open, r)
		case isControl(r) || !legalRune(r):
			r = ' '
		}
		b.WriteRune(r)
	}
	t := strings.TrimRight(b.String(), " ")
	if strings.Trim(t, " \u2060\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") == "" {
		return ""
	}
	for i := len(open) - 1; i >= 0; i-- {
		t += string(open[i])
	}
	return t
}

// isLine reports whether s needs nothing done but trimming at its end.
func isLine(s string) bool {
	for i, r := range s {
		switch {
		case r >= ' ' && r < 0x7f:
		case r == utf8.RuneError:
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return false
			}
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', isControl(r), !legalRune(r):
			return false
		}
	}
	return true
}

// push notes that r, an opener, wants to be closed.
func push(open []rune, r, closer rune) ([]rune, rune) {
	if len(open) == maxBidi {
		return open, wordJoiner
	}
	return append(open, closer), r
}

// pop closes what r, a closer, closes: an embedding's only the innermost, an
// isolate's also the embeddings inside it (UAX #9 BD9, X6a).
func pop(open []rune, r rune) ([]rune, rune) {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] == r {
			return open[:i], r
		}
		if r == '\u202c' {
			break
		}
	}
	return open, wordJoiner
}

// isControl tells C0, DEL, C1 and the two Unicode line ends.
func isControl(r rune) bool {
	return r < ' ' || r >= 0x7f && r <= 0x9f || r == '\u2028' || r == '\u2029'
}

// legalRune tells the characters of XML 1.0 §2.2 production [2]; without the
// non-characters at the end of every plane, which it merely discourages.
func legalRune(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xd7ff ||
		r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff && r&0xfffe != 0xfffe
}

// legal returns s as valid UTF-8 with a space for every character that XML
// forbids. A space, for nothing in markup may be joined by what is taken out.
func legal(s string) string {
	ok := utf8.ValidString(s)
	for i := 0; ok && i < len(s); i++ {
		// Non-characters end in these two bytes; so do a few others, which the
		// slow way leaves alone.
		c := s[i]
		ok = c >= ' ' && (c < 0xbe || i == 0 || s[i-1] != 0xbf) || c == '\n' || c == '\t' || c == '\r'
	}
	if ok {
		return s
	}
	return strings.Map(func(r rune) rune {
		if !legalRune(r) {
			return ' '
		}
		return r
	}, s)
}

// language returns a well-formed language tag (BCP 47, as RFC 4287 §2 has it)
// or "".
func language(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	for i, part := range strings.Split(s, "-") {
		if len(part) == 0 || len(part) > 8 {
			return ""
		}
		for _, c := range []byte(part) {
			letter := c|0x20 >= 'a' && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return ""
			}
		}
	}
	return s
}

// link returns an absolute http(s) URL as RFC 3986 wants it spelt, or "": no
// user information, and nothing else changed but what must be
// percent-encoded. Other schemes have no business in a link.
func link(raw string) string {
	raw = strings.TrimSpace(raw)
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return ""
	}
	end := strings.IndexAny(rest, `/?#\`)
	if end < 0 {
		end = len(rest)
	}
	host, tail := rest[:end], rest[end:]
	if strings.HasPrefix(tail, `\`) { // browsers take it for a slash
		tail = "/" + tail[1:]
	}
	host = host[strings.LastIndexByte(host, '@')+1:]
	s := strings.ToLower(scheme) + "://" + percent(host, true) + percent(tail, false)
	if !isPlainHost(host) {
		if u, err := url.Parse(s); err != nil || u.Hostname() == "" {
			return ""
		}
	}
	return s
}

// isPlainHost tells the hosts that need no parser to be believed: letters,
// digits, dots and hyphens.
func isPlainHost(host string) bool {
	for _, c := range []byte(host) {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' {
			return false
		}
	}
	return host != ""
}

// percent encodes the bytes of s that may not stand in a URI. Brackets may
// stand in an authority only.
func percent(s string, authority bool) string {
	const hex = "0123456789ABCDEF"
	fragments := 0
	plain := func(i int) bool {
		switch c := s[i]; {
		case c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			return false
		case c == '[' || c == ']':
			return authority
		case c == '%':
			return i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
		case c == '#':
			fragments++
			return fragments == 1
		}
		return true
	}
	var b []byte
	for i := range len(s) {
		ok := plain(i)
		if b == nil {
			if ok {
				continue
			}
			b = append(make([]byte, 0, len(s)+32), s[:i]...)
		}
		if ok {
			b = append(b, s[i])
		} else {
			b = append(b, '%', hex[s[i]>>4], hex[s[i]&15])
		}
	}
	if b == nil {
		return s
	}
	return string(b)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// redacted is link without the values of parameters that look like secrets:
// for addresses of sources, which may be somebody's own.
func redacted(raw string) string {
	s := link(raw)
	base, query, ok := strings.Cut(s, "?")
	if !ok {
		return s
	}
	query, _, _ = strings.Cut(query, "#")
	kept := make([]string, 0, 8)
	for p := range strings.SplitSeq(query, "&") {
		if name, _, _ := strings.Cut(p, "="); !isSecret(name) {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return base
	}
	return base + "?" + strings.Join(kept, "&")
}

// isSecret tells the names of parameters that carry keys (BEHAVIOUR S42).
func isSecret(name string) bool {
	if n, err := url.QueryUnescape(name); err == nil {
		name = n
	}
	name = strings.ToLower(name)
	for _, s := range []string{"key", "token", "auth", "passw", "pwd", "secret", "session", "signature", "hash", "credential"} {
		if strings.Contains(name, s) {
			return true
		}
	}
	return name == "sig" || name == "pass" || name == "sid" || name == "user" || name == "login"
}

// uri returns s where it is an absolute URI that may be an id, or "".
func uri(s string) string {
	s = strings.TrimSpace(s)
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || rest == "" || len(scheme) < 2 || len(s) > 1024 {
		return ""
	}
	for i, c := range []byte(scheme) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') {
			return ""
		}
	}
	switch strings.ToLower(scheme) {
	case "http", "https":
		// An id is compared letter by letter: one that would have to be respelt is none.
		if link(s) != s {
			return ""
		}
	case "tag", "urn":
		if percent(rest, false) != rest {
			return ""
		}
	default:
		return ""
	}
	return s
}
