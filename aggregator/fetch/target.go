package fetch

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// maxURL is the longest URL asked for, in bytes.
const maxURL = 8 << 10

// target is a URL taken apart without being rewritten: what follows the
// authority is sent byte for byte (P53). net/url would turn some paths into
// others that mean the same to the RFC and not to the server.
type target struct {
	scheme string // "http" or "https"
	host   string // name, and the port where the URL names one
	name   string // host name in lower case, without port, brackets and final dot
	port   string // always set
	tail   string // path and query, at least "/"
	user   *url.Userinfo
}

// parseTarget reads an absolute http or https URL. The fragment is dropped.
// Bytes that cannot stand in a request line, which are controls, space and all
// beyond ASCII, are escaped.
func parseTarget(raw string) (target, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxURL {
		return target{}, fmt.Errorf("%w: %d bytes long", ErrURL, len(raw))
	}
	raw, _, _ = strings.Cut(raw, "#")
	scheme, rest, ok := strings.Cut(raw, "://")
	scheme = strings.ToLower(scheme)
	if !ok || (scheme != "http" && scheme != "https") {
		return target{}, fmt.Errorf("%w: want http:// or https://", ErrURL)
	}
	n := strings.IndexAny(rest, "/?")
	if n < 0 {
		n = len(rest)
	}
	// url.Parse keeps a backslash out of the authority; browsers read it as a
	// slash, which is how "http://good\@evil/" became a trick.
	u, err := url.Parse(scheme + "://" + rest[:n])
	if err != nil || u.Hostname() == "" {
		return target{}, fmt.Errorf("%w: no usable host", ErrURL)
	}
	name, err := asciiName(u.Hostname())
	if err != nil {
		return target{}, err
	}
	t := target{scheme: scheme, name: name, port: u.Port(), user: u.User}
	t.host = strings.TrimSuffix(joinHostPort(name, t.port), ":")
	if p, err := strconv.Atoi(t.port); t.port != "" && (err != nil || p < 1 || p > 65535) {
		return target{}, fmt.Errorf("%w: port %q", ErrURL, t.port)
	}
	if t.port == "" {
		t.port = map[string]string{"http": "80", "https": "443"}[scheme]
	}
	t.tail = escapeTail(rest[n:])
	return t, nil
}

// asciiName is a host name as the network knows it, in lower case, without the
// final dot: names in other scripts become punycode, and are shown so (S04).
func asciiName(name string) (string, error) {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	for i := 0; i < len(name); i++ {
		if name[i] >= 0x80 {
			ascii, err := idna.Lookup.ToASCII(name)
			if err != nil {
				return "", fmt.Errorf("%w: host name cannot be written in ASCII", ErrURL)
			}
			return ascii, nil
		}
	}
	if name == "" || strings.ContainsAny(name, "% ") { // "%": an address with a zone of this machine
		return "", fmt.Errorf("%w: no usable host", ErrURL)
	}
	return name, nil
}

// escapeTail makes a path and query fit for a request line and changes nothing
// else.
func escapeTail(tail string) string {
	if !strings.HasPrefix(tail, "/") {
		tail = "/" + tail
	}
	clean := true
	for i := 0; i < len(tail) && clean; i++ {
		clean = tail[i] > ' ' && tail[i] < 0x7f
	}
	if clean {
		return tail
	}
	const digits = "0123456789ABCDEF"
	b := make([]byte, 0, len(tail)+len(tail)/2)
	for i := 0; i < len(tail); i++ {
		if c := tail[i]; c > ' ' && c < 0x7f {
			b = append(b, c)
		} else {
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(b)
}

// String is the URL as asked for, without userinfo.
func (t target) String() string { return t.scheme + "://" + t.host + t.tail }

// hostPort names the host in questions of politeness.
func (t target) hostPort() string { return joinHostPort(t.name, t.port) }

func joinHostPort(name, port string) string {
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	return name + ":" + port
}

// url is the request URL for net/http. With an opaque part the transport
// sends those bytes and no others; viaHTTPProxy asks for the absolute form
// that a proxy of plain http needs.
func (t target) url(viaHTTPProxy bool) *url.URL {
	u := &url.URL{Scheme: t.scheme, Host: t.host}
	switch {
	case viaHTTPProxy && t.scheme == "http":
		u.Opaque = "//" + t.host + t.tail
	case strings.HasPrefix(t.tail, "//"):
		// net/http takes an opaque part with two slashes for the absolute form.
		path, query, has := strings.Cut(t.tail, "?")
		u.RawQuery, u.ForceQuery = query, has && query == ""
		if plain, err := url.PathUnescape(path); err == nil {
			u.Path, u.RawPath = plain, path
		} else {
			u.Path = path
		}
	default:
		u.Opaque = t.tail
	}
	return u
}

// sameOrigin reports whether what is meant for home may be sent to t: same
// scheme, host and port, or the step from plain http to https on the standard
// ports of one host.
func (t target) sameOrigin(home target) bool {
	if t.name != home.name {
		return false
	}
	if t.scheme == home.scheme {
		return t.port == home.port
	}
	return home.scheme == "http" && home.port == "80" && t.scheme == "https" && t.port == "443"
}

// sameHost reports whether validators given by o mean anything to t: same host
// and port, the two standard ports counting as one.
func (t target) sameHost(o target) bool {
	return t.name == o.name && (t.port == o.port || (t.standard() && o.standard()))
}

func (t target) standard() bool { return t.port == "80" || t.port == "443" }

// follow resolves a Location header against t. An absolute one, or one that
// begins with a slash, keeps its bytes; relative paths go by RFC 3986 §5.2.
func (t target) follow(location string) (target, error) {
	location = strings.TrimSpace(location)
	location, _, _ = strings.Cut(location, "#")
	rooted := strings.HasPrefix(location, "/") && !strings.Contains(location, "/./") && !strings.Contains(location, "/../")
	switch {
	case strings.HasPrefix(location, "//"):
		return parseTarget(t.scheme + ":" + location)
	case rooted:
		return parseTarget(t.scheme + "://" + t.host + location)
	case hasScheme(location):
		return parseTarget(location)
	}
	base, err := url.Parse(t.String())
	if err != nil {
		return target{}, fmt.Errorf("%w: relative redirect from a path that cannot be read", ErrURL)
	}
	ref, err := base.Parse(location)
	if err != nil {
		return target{}, fmt.Errorf("%w: redirect to a path that cannot be read", ErrURL)
	}
	return parseTarget(ref.String())
}

// hasScheme reports whether s begins as "scheme:".
func hasScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		switch {
		case c >= 'a' && c <= 'z':
		case i > 0 && (s[i] >= '0' && s[i] <= '9' || s[i] == '+' || s[i] == '-' || s[i] == '.'):
		default:
			return s[i] == ':' && i > 0
		}
	}
	return false
}
