package publish

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
)

// The name spaces that our documents use.
const (
	nsAtom    = "http://www.w3.org/2005/Atom"
	nsContent = "http://purl.org/rss/1.0/modules/content/"
	nsDC      = "http://purl.org/dc/elements/1.1/"
	nsMedia   = "http://search.yahoo.com/mrss/"
	nsXML     = "http://www.w3.org/XML/1998/namespace"
)

// node is an element of a parsed document.
type node struct {
	name xml.Name
	attr []xml.Attr
	text string
	kids []*node
}

// parseXML reads a document strictly: well-formed, no DOCTYPE, no processing
// instruction but the declaration and a style sheet. (BEHAVIOUR F09)
func parseXML(doc []byte) (*node, error) {
	if !utf8.Valid(doc) {
		return nil, errors.New("not UTF-8")
	}
	d := xml.NewDecoder(bytes.NewReader(doc))
	top := &node{}
	open := []*node{top}
	for {
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		in := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{name: t.Name, attr: t.Copy().Attr}
			in.kids = append(in.kids, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			in.text += string(t)
		case xml.Directive:
			return nil, fmt.Errorf("directive <!%s>", t)
		case xml.ProcInst:
			if t.Target != "xml" && t.Target != "xml-stylesheet" {
				return nil, fmt.Errorf("processing instruction %s", t.Target)
			}
		}
	}
	if len(top.kids) != 1 {
		return nil, fmt.Errorf("%d roots", len(top.kids))
	}
	return top.kids[0], nil
}

// all returns the children of that name.
func (n *node) all(space, local string) []*node {
	var out []*node
	for _, k := range n.kids {
		if k.name.Space == space && k.name.Local == local {
			out = append(out, k)
		}
	}
	return out
}

// one returns the first child of that name, or an empty one.
func (n *node) one(space, local string) *node {
	if k := n.all(space, local); len(k) > 0 {
		return k[0]
	}
	return &node{}
}

func (n *node) get(space, local string) (string, bool) {
	for _, a := range n.attr {
		if a.Name.Space == space && a.Name.Local == local {
			return a.Value, true
		}
	}
	return "", false
}

func (n *node) value(local string) string {
	v, _ := n.get("", local)
	return v
}

// checkHTML says what is wrong with a published fragment of HTML: elements
// that are not properly nested or not closed, anything that runs, addresses
// that are not absolute.
func checkHTML(s string) error {
	var open []string
	z := xhtml.NewTokenizer(strings.NewReader(s))
	for {
		tt := z.Next()
		t := z.Token()
		switch tt {
		case xhtml.ErrorToken:
			if len(open) > 0 {
				return fmt.Errorf("<%s> is not closed in %q", open[len(open)-1], s)
			}
			return nil
		case xhtml.CommentToken, xhtml.DoctypeToken:
			return fmt.Errorf("a comment or doctype in %q", s)
		case xhtml.StartTagToken:
			switch t.Data {
			case "script", "style", "iframe", "object", "embed", "form", "svg", "math", "template", "noscript", "base", "link", "meta", "input", "button":
				return fmt.Errorf("<%s> in %q", t.Data, s)
			case "br", "img", "hr", "wbr", "source", "track", "col":
			default:
				open = append(open, t.Data)
			}
			for _, a := range t.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
					return fmt.Errorf("attribute %s in %q", a.Key, s)
				}
				scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(a.Val)), ":")
				if a.Key == "href" || a.Key == "src" || a.Key == "poster" || a.Key == "cite" {
					switch scheme {
					case "http", "https", "mailto", "tel", "geo", "magnet":
					default:
						return fmt.Errorf("%s=%q in %q", a.Key, a.Val, s)
					}
				}
			}
		case xhtml.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != t.Data {
				return fmt.Errorf("</%s> closes nothing in %q", t.Data, s)
			}
			open = open[:len(open)-1]
		}
	}
}

// checkLine says what is wrong with a published title: line ends, control
// characters, bidi controls that reach beyond it.
func checkLine(s string) error {
	var open []rune
	for _, r := range s {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029':
			return fmt.Errorf("control character %U in %q", r, s)
		case r >= '\u2066' && r <= '\u2068':
			open = append(open, '\u2069')
		case r == '\u202a' || r == '\u202b' || r == '\u202d' || r == '\u202e':
			open = append(open, '\u202c')
		case r == '\u2069':
			for len(open) > 0 && open[len(open)-1] == '\u202c' {
				open = open[:len(open)-1]
			}
			fallthrough
		case r == '\u202c':
			if len(open) == 0 || open[len(open)-1] != r {
				return fmt.Errorf("%U closes nothing in %q", r, s)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("%d bidi controls are open at the end of %q", len(open), s)
	}
	return nil
}
