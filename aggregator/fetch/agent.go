package fetch

import (
	"strconv"
	"strings"
)

// userAgent is how we introduce ourselves (P50): product and version, where to
// reach us, and for whom we ask, in the form JSON Feed 1.1 names.
func (o Options) userAgent(subscribers int) string {
	var about []string
	if contact := headerSafe(o.Contact); contact != "" {
		about = append(about, "+"+contact)
	}
	if subscribers > 0 {
		about = append(about, strconv.Itoa(subscribers)+" subscribers")
	}
	name := headerSafe(o.UserAgent)
	if len(about) == 0 {
		return name
	}
	return name + " (" + strings.Join(about, "; ") + ")"
}

// product is the name robots.txt rules are looked up by.
func (o Options) product() string {
	name, _, _ := strings.Cut(o.UserAgent, "/")
	return headerSafe(name)
}

// headerSafe drops what would end a comment or a header line.
func headerSafe(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '(' || r == ')' {
			return -1
		}
		return r
	}, strings.TrimSpace(s))
}
