package identity

import (
	"strings"
)

// link is a URL read for identity: folded host, decoded path and query, with
// what does not identify left out.
type link struct {
	host  string
	port  string // empty for the default
	segs  []string
	query []param
	frag  string // only where it identifies
	kind  fragKind
}

type fragKind int

const (
	noFrag   fragKind = iota
	route             // #! and #/: the page that scripts show
	anchor            // one entry of a page of many: release notes, day pages
	response          // a reader's comment below an article
)

// maxUnwrap is how many redirectors inside one another are looked through.
const maxUnwrap = 3

// read parses raw into a link.
func (r *Rules) read(raw string) (*link, error) {
	for range maxUnwrap {
		p, err := parseURL(raw)
		if err != nil {
			return nil, err
		}
		l := r.clean(p)
		target := l.target()
		if target == "" {
			target = r.tracking.target(raw)
		}
		if target == "" || target == raw {
			return l, nil
		}
		if _, err := parseURL(target); err != nil {
			return l, nil //nolint:nilerr // a target that cannot be read is none: the link stands for itself
		}
		raw = target
	}
	p, err := parseURL(raw)
	if err != nil {
		return nil, err
	}
	return r.clean(p), nil
}

func (r *Rules) clean(p parts) *link {
	l := &link{host: r.foldHost(p.host), port: p.port, segs: segments(p.path)}
	l.query = params(p.query)
	kept := l.query[:0]
	for _, q := range l.query {
		if !tracking(l.host, q) {
			kept = append(kept, q)
		}
	}
	l.query = kept
	l.frag, l.kind = fragment(p.frag)
	l.segs = trimViews(l.segs)
	r.tracking.strip(l)
	l.special()
	return l
}

// segments splits and decodes a path; empty segments and what is left of dot
// segments go.
func segments(path string) []string {
	segs := make([]string, 0, 1+strings.Count(path, "/"))
	for seg := range strings.SplitSeq(path, "/") {
		if seg == "" {
			continue
		}
		if i := strings.IndexByte(seg, ';'); i >= 0 && len(seg) > i+11 && strings.EqualFold(seg[i:i+12], ";jsessionid=") {
			seg = seg[:i]
		}
		seg = strings.TrimSpace(unescape(seg))
		if seg != "" && seg != "." && seg != ".." {
			segs = append(segs, seg)
		}
	}
	return segs
}

// trimViews cuts off the segments that name a view of a page or the file a
// directory is served from: …/amp, …/print, amp/…, index.html.
func trimViews(segs []string) []string {
	for len(segs) > 0 {
		last := strings.ToLower(segs[len(segs)-1])
		switch {
		case last == "amp", isIndexFile(last), last == "print" && len(segs) > 1:
			segs = segs[:len(segs)-1]
			continue
		case strings.EqualFold(segs[0], "amp"):
			segs = segs[1:]
			continue
		}
		for _, ext := range [...]string{".amp", ".amp.html"} {
			if s, ok := cutSuffixFold(segs[len(segs)-1], ext); ok && s != "" {
				segs[len(segs)-1] = s + strings.TrimPrefix(ext, ".amp")
				return trimViews(segs)
			}
		}
		break
	}
	return segs
}

func isIndexFile(seg string) bool {
	name, ext, ok := strings.Cut(seg, ".")
	if !ok || name != "index" && name != "default" {
		return false
	}
	switch ext {
	case "html", "htm", "shtml", "php", "asp", "aspx", "jsp", "xhtml":
		return true
	}
	return false
}

// fragment keeps what identifies. A page of many entries links each by an
// anchor with a number or a date in it (#November_27_2023, #a080605, #v1.2.3);
// #comments, #content and #xtor=RSS-1 only move or track a reader.
func fragment(raw string) (string, fragKind) {
	if raw == "" {
		return "", noFrag
	}
	frag := strings.TrimSpace(unescape(raw))
	if strings.HasPrefix(frag, "!") || strings.HasPrefix(frag, "/") {
		if strings.Trim(frag, "!/ ") == "" {
			return "", noFrag
		}
		return frag, route
	}
	if strings.ContainsAny(frag, "=&?") || strings.HasPrefix(frag, ":~:") || len(frag) > 200 {
		return "", noFrag
	}
	digits, dots := 0, 0
	for i := range len(frag) {
		switch {
		case isDigit(frag[i]):
			digits++
		case frag[i] == '.' && i > 0 && isDigit(frag[i-1]):
			dots++
		}
	}
	lower := strings.ToLower(frag)
	switch {
	case digits > 0 && (strings.HasPrefix(lower, "comment") || strings.HasPrefix(lower, "c") && isDigits(frag[1:]) && digits > 3):
		return frag, response
	case digits >= 4, digits >= 2 && dots >= 1:
		return frag, anchor
	}
	return "", noFrag
}

// home tells whether l is a site's front page, or that of one language.
func (l *link) home() bool {
	if len(l.query) > 0 || l.frag != "" || len(l.segs) > 1 {
		return false
	}
	if len(l.segs) == 0 || isLang(l.segs[0]) {
		return true
	}
	return strings.EqualFold(l.segs[0], "home")
}

// site is host and port: the scope of codes, before the language section.
func (l *link) site() string {
	if l.port == "" {
		return l.host
	}
	return l.host + ":" + l.port
}

// plain is the canonical URL of l where no rule fires.
func (l *link) plain() string {
	var b strings.Builder
	b.Grow(64)
	b.WriteString("https://")
	b.WriteString(l.site())
	if len(l.segs) == 0 {
		b.WriteByte('/')
	}
	for _, seg := range l.segs {
		b.WriteByte('/')
		escape(&b, seg, pathSafe)
	}
	writeQuery(&b, l.query)
	if l.frag != "" {
		b.WriteByte('#')
		escape(&b, l.frag, fragSafe)
	}
	return b.String()
}

// special folds the addresses of a few large sites that carry one thing under
// several paths.
func (l *link) special() {
	switch l.host {
	case "youtu.be":
		if len(l.segs) == 1 && isVideoID(l.segs[0]) {
			l.video(l.segs[0])
		}
	case "youtube.com":
		if len(l.segs) == 2 && isVideoID(l.segs[1]) {
			switch l.segs[0] {
			case "embed", "v", "shorts", "live":
				l.video(l.segs[1])
			}
		} else if v := value(l.query, "v"); len(l.segs) == 1 && l.segs[0] == "watch" && isVideoID(v) {
			l.video(v)
		}
	case "t.me":
		if len(l.segs) == 3 && l.segs[0] == "s" {
			l.segs = l.segs[1:]
		}
		if c := value(l.query, "comment"); len(l.segs) == 2 && c != "" {
			l.query = []param{{"comment", c}}
		} else if len(l.segs) == 2 {
			l.query = nil
		}
	case "twitter.com":
		if len(l.segs) >= 3 && l.segs[1] == "status" && isDigits(l.segs[2]) {
			l.segs, l.query = l.segs[:3], nil
		}
	case "rudaw.net":
		// manage.rudaw.net/turkish/middleeast/21052021-amp
		if n := len(l.segs); n > 0 {
			if s, ok := cutSuffixFold(l.segs[n-1], "-amp"); ok && isDigits(s) {
				l.segs[n-1] = s
			}
		}
	}
}

func (l *link) video(id string) {
	l.host, l.segs, l.query, l.frag, l.kind = "youtube.com", []string{"watch"}, []param{{"v", id}}, "", noFrag
}

func isVideoID(s string) bool {
	if len(s) != 11 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// target is where a redirector that has its aim in the query leads: the links
// of Google Alerts and of Facebook.
func (l *link) target() string {
	if len(l.segs) != 1 {
		return ""
	}
	to := ""
	switch {
	case l.segs[0] == "url" && strings.HasPrefix(l.host, "google."):
		if to = value(l.query, "url"); to == "" {
			to = value(l.query, "q")
		}
	case l.segs[0] == "l.php" && (l.host == "l.facebook.com" || l.host == "lm.facebook.com"):
		to = value(l.query, "u")
	}
	if strings.HasPrefix(to, "http://") || strings.HasPrefix(to, "https://") {
		return to
	}
	return ""
}
