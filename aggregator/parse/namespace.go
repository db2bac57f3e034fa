package parse

import (
	"bytes"
	"strings"
)

// The namespaces of the feed formats themselves.
const (
	atom10NS = "http://www.w3.org/2005/Atom"
	atom03NS = "http://purl.org/atom/ns#"
	rss10NS  = "http://purl.org/rss/1.0/"
	rss09NS  = "http://channel.netscape.com/rdf/simple/0.9/"
	rssMyNS  = "http://my.netscape.com/rdf/simple/0.9/"
	rdfNS    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xhtmlNS  = "http://www.w3.org/1999/xhtml"
)

// baseAttr is what mend renames xml:base to: gofeed resolves links against
// xml:base as if it were always a directory (RFC 3986 §5.2 says otherwise), so
// it must not see it.
const baseAttr = "base-kept"

// namespaces knows how the elements of a format must be named for gofeed.
type namespaces struct {
	format string
	root   []byte // prefix of the root element
}

// own tells whether p is a prefix, or none, under which gofeed takes an element
// for one of the format's own.
func (n namespaces) own(p []byte) bool {
	if n.format == "atom" {
		return bytes.Equal(p, n.root)
	}
	return len(p) == 0 || string(p) == "rss" || string(p) == "rdf"
}

// isItem tells whether name is the element of an item: <entry> in Atom, <item>
// elsewhere.
func (n namespaces) isItem(name []byte) bool {
	l := local(name)
	if n.format == "atom" {
		return len(l) == 5 && bytes.EqualFold(l, []byte("entry")) && n.own(prefix(name))
	}
	return len(l) == 4 && bytes.EqualFold(l, []byte("item")) && n.own(prefix(name))
}

// roleOf is the role of an element by its name and its parent's role.
func (n namespaces) roleOf(name []byte, parent role, first bool) role {
	switch {
	case first:
		return rootRole
	case parent == itemRole:
		if n.isItem(name) {
			return otherRole
		}
		return kidRole
	case parent != rootRole && parent != channelRole:
		return otherRole
	case n.isItem(name):
		return itemRole
	case parent == rootRole && n.format != "atom" && bytes.EqualFold(local(name), []byte("channel")) && n.own(prefix(name)):
		return channelRole
	}
	return kidRole
}

// canonical returns the value that the declaration attr=value must have on the
// element called name in role r, and false when it must not be there. An Atom
// namespace spelt with https or with a slash at its end costs gofeed every
// entry, without an error; so does a stray default namespace in RSS.
func (n namespaces) canonical(name, attr []byte, value string, r role) (string, bool) {
	if r == kidRole || r == otherRole {
		return value, true
	}
	own := "xmlns"
	if p := prefix(name); len(p) > 0 {
		own = "xmlns:" + string(p)
	}
	isOwn := string(attr) == own
	switch v := strings.TrimSpace(value); n.format {
	case "atom":
		switch {
		case !isOwn || v == atom10NS || v == atom03NS:
		case strings.Contains(strings.ToLower(v), "purl.org/atom"):
			return atom03NS, true
		default:
			return atom10NS, true
		}
	case "rss":
		switch string(attr) {
		case "xmlns", "xmlns:rss":
			return "", false
		case "xmlns:rdf":
			return rdfNS, true
		}
	case "rdf":
		switch {
		case string(attr) == "xmlns:rss":
			return "", false
		case string(attr) == "xmlns:rdf":
			return rdfNS, true
		case string(attr) == "xmlns" && v != rss10NS && v != rss09NS && v != rssMyNS:
			return rss10NS, true
		case isOwn && r == rootRole && own != "xmlns":
			return rdfNS, true
		}
	}
	return value, true
}

// foreign tells whether gofeed reads a child of an item or of the head as an
// extension.
func (n namespaces) foreign(name, attrs []byte) bool {
	if !n.own(prefix(name)) {
		return string(local(name)) != "encoded"
	}
	ns, ok := attr(attrs, "xmlns")
	return ok && !strings.HasPrefix(string(ns), atom10NS)
}

// declares tells whether a start tag's attributes bind the prefix of its name.
func declares(name, attrs []byte) bool {
	p := prefix(name)
	if len(p) == 0 {
		return true
	}
	_, ok := attr(attrs, "xmlns:"+string(p))
	return ok
}

// sound checks the attributes of one start tag and counts its namespace
// declarations.
func (n namespaces) sound(name, body []byte, r role) (declared int, ok bool) {
	if r == rootRole && !declares(name, body) {
		return 0, false
	}
	a := attributes{b: body}
	for count := 0; ; count++ {
		at, more := a.next()
		if !more {
			return declared, true
		}
		if count >= maxAttributes || !sound(at.value, true) {
			return 0, false
		}
		if bytes.HasPrefix(at.name, []byte("xmlns")) {
			declared++
			if r == kidRole || r == otherRole {
				continue
			}
			if v, keep := n.canonical(name, at.name, string(at.value), r); !keep || v != string(at.value) {
				return 0, false
			}
		} else if string(at.name) == "xml:base" {
			return 0, false
		}
	}
}
