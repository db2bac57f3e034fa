package identity

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	whatwg "github.com/nlnwa/whatwg-url/url"
	"golang.org/x/net/publicsuffix"
)

// What Canonical refuses; test with errors.Is.
var (
	// ErrNotHTTP is the error for other schemes, and for text that is no URL.
	ErrNotHTTP = errors.New("not an http or https URL")
	// ErrTooLong is the error for URLs longer than 16 KiB.
	ErrTooLong = errors.New("URL too long")
)

const maxURL = 16 << 10

// parts are the components of a URL, still spelt as its author spelt them
// except for the host.
type parts struct {
	host  string // lower case, punycode; IPv6 in brackets
	port  string // empty for 80 and 443
	path  string
	query string // without "?"
	frag  string // without "#"
}

// parseURL splits raw as a browser would (WHATWG URL). A missing scheme is
// taken for https where a registrable host name comes first.
func parseURL(raw string) (parts, error) {
	raw = strings.TrimFunc(raw, func(c rune) bool { return c <= ' ' || c == '\u00a0' || c == '\ufeff' })
	if len(raw) > maxURL {
		return parts{}, ErrTooLong
	}
	if p, ok := parsePlain(raw); ok {
		return p, nil
	}
	full, err := withScheme(raw)
	if err != nil {
		return parts{}, err
	}
	if full != raw {
		if p, ok := parsePlain(full); ok {
			return p, nil
		}
	}
	return parseStandard(full)
}

// parseStandard is parseURL by the whole standard.
func parseStandard(raw string) (parts, error) {
	u, err := whatwg.Parse(escapeInvalid(raw))
	if err != nil {
		return parts{}, fmt.Errorf("%w: %w", ErrNotHTTP, err)
	}
	if u.Scheme() != "http" && u.Scheme() != "https" || !namable(u.Hostname()) {
		return parts{}, ErrNotHTTP
	}
	return parts{
		host: u.Hostname(), port: keptPort(u.Port()), path: u.Pathname(),
		query: strings.TrimPrefix(u.Search(), "?"), frag: strings.TrimPrefix(u.Hash(), "#"),
	}, nil
}

// namable tells of hosts that a name or an address could be. The standard lets
// through more, such as quotes and labels of no letters.
func namable(host string) bool {
	if strings.HasPrefix(host, "[") {
		return true
	}
	for i := range len(host) {
		c := host[i]
		if !isDigit(c) && (c < 'a' || c > 'z') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return host != "" && host[0] != '.' && !strings.Contains(host, "..")
}

// keptPort drops the default port of either scheme: canonical URLs are https
// whatever the source wrote.
func keptPort(port string) string {
	if port == "80" || port == "443" {
		return ""
	}
	return port
}

// parsePlain is parseURL for the links that nearly all feeds have: nothing in
// them that a browser would change beyond letter case of the host. It says no
// when in doubt.
func parsePlain(raw string) (parts, bool) {
	rest, ok := strings.CutPrefix(raw, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(raw, "http://"); !ok {
			return parts{}, false
		}
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, tail := rest[:end], rest[end:]
	if !plainHost(host) || !plainTail(tail) {
		return parts{}, false
	}
	var p parts
	p.host = strings.ToLower(host)
	tail, p.frag, _ = strings.Cut(tail, "#")
	p.path, p.query, _ = strings.Cut(tail, "?")
	return p, true
}

// plainHost accepts letters, digits, "-", "_" and ".", with a letter first in
// the last label (so no IPv4 in disguise) and no punycode to be checked.
func plainHost(host string) bool {
	label := 0
	for i := range len(host) {
		switch c := host[i]; {
		case c == '.':
			if i == label {
				return false
			}
			label = i + 1
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
			if (c|0x20) == 'x' && i == label && len(host) > i+3 && host[i+2] == '-' && host[i+3] == '-' {
				return false
			}
		default:
			return false
		}
	}
	return label > 0 && label < len(host) && host[label] > '9' && host[label] != '_'
}

// plainTail accepts path, query and fragment without tabs, line breaks,
// backslashes, dot segments and invalid UTF-8.
func plainTail(tail string) bool {
	ascii := true
	for i := range len(tail) {
		switch c := tail[i]; {
		case c < ' ', c == '\\', c == 0x7f:
			return false
		case c == '/' && i+1 < len(tail) && (tail[i+1] == '.' || tail[i+1] == '%' && strings.HasPrefix(tail[i+2:], "2")):
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(tail)
}

// withScheme puts https before scheme-less text that begins with a host name:
// "khabarfoori.com/fa/tiny/news-3231372" and "//khabarfoori.com/…".
func withScheme(raw string) (string, error) {
	if strings.HasPrefix(raw, "//") {
		return "https:" + raw, nil
	}
	head := raw
	if i := strings.IndexAny(raw, "/?#\\"); i >= 0 {
		head = raw[:i]
	}
	host, port, hasColon := strings.Cut(head, ":")
	if hasColon && !(strings.Contains(host, ".") && strings.Trim(port, "0123456789") == "" && port != "") {
		return raw, nil // a scheme; the parser knows which
	}
	host = strings.ToLower(host)
	if !strings.Contains(host, ".") || !publicName(host) {
		return "", ErrNotHTTP
	}
	return "https://" + raw, nil
}

// publicName tells of hosts below a top-level domain that exists, or that
// RFC 2606 and RFC 6762 keep for tests and house networks.
func publicName(host string) bool {
	suffix, icann := publicsuffix.PublicSuffix(host)
	switch suffix {
	case host:
		return false
	case "example", "test", "invalid", "local", "internal":
		return true
	}
	return icann || strings.Contains(suffix, ".") || !isASCII(host)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// escapeInvalid percent-encodes bytes that are no UTF-8 (windows-1256 paths),
// which the parser would all turn into the same replacement character.
func escapeInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		c, n := utf8.DecodeRuneInString(s)
		if c == utf8.RuneError && n == 1 {
			writeEscaped(&b, s[0])
		} else {
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}
