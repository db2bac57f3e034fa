package config

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v4"
)

// The types of the values of feeds.yaml that are more than text, a number or a
// boolean. Each reads itself from the text of one scalar; errors say what is
// wanted and never repeat what was found, since that may be a secret.
type (
	duration time.Duration // "90s", "15m", "1h30m", "90d", "2w", "0", "forever"
	size     int64         // bytes: "10MB", "512KiB", "1000000"
	prefix   netip.Prefix  // "10.0.0.0/8" or one address
	secret   string        // text, or "file:" and the path of the file that holds it
	slug     string        // [a-z0-9-]{1,64}
	language string        // BCP 47, as far as its form goes
	host     string        // "example.org"
	zone     struct{ *time.Location }
)

const (
	day      = 24 * time.Hour
	forever  = 0
	longest  = 100 * 365 * day
	slugForm = "a slug: 1 to 64 of a-z, 0-9 and -"
)

var errDuration = errors.New("want a duration such as 30s, 15m, 1h30m, 90d or 2w")

func (d *duration) set(s string) error {
	if s == "forever" {
		*d = forever
		return nil
	}
	total, err := parseDuration(s)
	*d = duration(total)
	return err
}

// parseDuration reads Go's durations with d and w for days and weeks.
func parseDuration(s string) (time.Duration, error) {
	if s == "0" {
		return 0, nil
	}
	if s == "" {
		return 0, errDuration
	}
	var total float64
	for s != "" {
		i := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
		if i <= 0 {
			return 0, errDuration
		}
		n, err := strconv.ParseFloat(s[:i], 64)
		if err != nil {
			return 0, errDuration
		}
		s = s[i:]
		j := strings.IndexFunc(s, func(r rune) bool { return r == '.' || '0' <= r && r <= '9' })
		if j < 0 {
			j = len(s)
		}
		unit, ok := durationUnit(s[:j])
		if !ok {
			return 0, errDuration
		}
		total += n * float64(unit)
		s = s[j:]
	}
	if total > float64(longest) {
		return 0, errors.New("want at most 100 years")
	}
	return time.Duration(math.Round(total)), nil
}

func durationUnit(s string) (time.Duration, bool) {
	switch s {
	case "ms":
		return time.Millisecond, true
	case "s":
		return time.Second, true
	case "m":
		return time.Minute, true
	case "h":
		return time.Hour, true
	case "d":
		return day, true
	case "w":
		return 7 * day, true
	}
	return 0, false
}

func (z *size) set(s string) error {
	i := strings.LastIndexAny(s, "0123456789") + 1
	n, err := strconv.ParseFloat(s[:i], 64)
	unit, ok := sizeUnit(strings.ToLower(strings.TrimSpace(s[i:])))
	if err != nil || !ok || n < 0 || n*unit > 1<<40 {
		return errors.New("want a size such as 10MB, 512KiB or a number of bytes")
	}
	*z = size(n * unit)
	return nil
}

// sizeUnit is binary for both spellings, as the limits of other readers are
// (BEHAVIOUR §3.3: "body 10 MiB").
func sizeUnit(s string) (float64, bool) {
	switch s {
	case "", "b":
		return 1, true
	case "k", "kb", "kib":
		return 1 << 10, true
	case "m", "mb", "mib":
		return 1 << 20, true
	case "g", "gb", "gib":
		return 1 << 30, true
	}
	return 0, false
}

func (p *prefix) set(s string) error {
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		*p = prefix(netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
		return nil
	}
	n, err := netip.ParsePrefix(s)
	if err != nil {
		return errors.New("want a range of addresses such as 10.0.0.0/8 or fd00::/8")
	}
	if n != n.Masked() {
		return fmt.Errorf("has bits beyond its length: want %s", n.Masked())
	}
	*p = prefix(n)
	return nil
}

func (s *secret) set(text string) error {
	if strings.ContainsAny(text, "\r\n\x00") {
		return errors.New("want one line of text")
	}
	*s = secret(text)
	return nil
}

func (s *slug) set(text string) error {
	if !isSlug(text) {
		return errors.New("want " + slugForm)
	}
	*s = slug(text)
	return nil
}

func isSlug(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func (l *language) set(s string) error {
	tag, ok := canonicalLanguage(s)
	if !ok {
		if code := languageNamed(s); code != "" {
			return fmt.Errorf("want a language tag: %s", code)
		}
		return errors.New("want a language tag such as fa, ar or en-GB")
	}
	*l = language(tag)
	return nil
}

// languageTag is the form of RFC 5646 §2.1 without its grandfathered tags. A
// primary subtag of more than three letters is never a registered language.
var languageTag = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([0-9A-Za-z]{5,8}|[0-9][0-9A-Za-z]{3}))*(-[0-9A-WY-Za-wy-z](-[0-9A-Za-z]{2,8})+)*(-[Xx](-[0-9A-Za-z]{1,8})+)?$`)
})

// canonicalLanguage writes a tag in the usual case (RFC 5646 §2.1.1): fa-IR,
// zh-Hant-TW.
func canonicalLanguage(s string) (string, bool) {
	if len(s) > longestName || !languageTag().MatchString(s) {
		return "", false
	}
	parts := strings.Split(strings.ToLower(s), "-")
	for i, p := range parts[1:] {
		if len(parts[i]) == 1 {
			break // extensions and private use stay in lower case
		}
		switch len(p) {
		case 2:
			parts[i+1] = strings.ToUpper(p)
		case 4:
			if p[0] > '9' {
				parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
			}
		}
	}
	return strings.Join(parts, "-"), true
}

func languageNamed(s string) string {
	switch strings.ToLower(s) {
	case "persian", "farsi", "فارسی":
		return "fa"
	case "arabic", "العربية", "عربي":
		return "ar"
	case "english":
		return "en"
	case "hebrew", "עברית":
		return "he"
	case "turkish", "türkçe":
		return "tr"
	case "russian", "русский":
		return "ru"
	}
	return ""
}

func (z *zone) decode(r *reader, n *yaml.Node, _ where) {
	r.scalar(n, z, false, func(s string) (err error) {
		z.Location, err = r.zone(s)
		return err
	})
}

// zone loads each zone once: a file of thousands of sources names a handful.
func (r *reader) zone(name string) (*time.Location, error) {
	if l, ok := r.zones[name]; ok {
		return l, nil
	}
	if name == "Local" || name == "" {
		return nil, errors.New("want a time zone such as Asia/Tehran or UTC")
	}
	l, err := time.LoadLocation(name)
	if err != nil {
		return nil, errors.New("unknown time zone: want one such as Asia/Tehran or UTC")
	}
	r.zones[name] = l
	return l, nil
}

func (h *host) set(s string) error {
	if !isHost(s) {
		return errors.New("want a host without https:// and path, such as example.org")
	}
	*h = host(strings.ToLower(s))
	return nil
}

// isHost accepts names and addresses, and names in any script: they are folded
// to Punycode where hosts are compared.
func isHost(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || strings.ContainsAny(label, " \t\r\n/?#@:[]\\\"'<>%|^`{}") {
			return false
		}
	}
	return len(s) <= 253
}
