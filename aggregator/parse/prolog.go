package parse

import (
	"bytes"
	"strings"
)

// prolog is what stands before the root element of an XML document, read and
// put aside: the rest of the package sees the document from its root on.
type prolog struct {
	root     int               // offset of the root element's start tag
	format   string            // "rss", "rdf" or "atom"
	bare     bool              // the root is a channel, item or entry without what belongs around it
	entities map[string]string // simple internal entities of the DTD, by name
	repaired []string
}

// maxEntities and maxEntityValue bound what is taken from a DTD. Values that
// refer to other entities are never taken, so nothing can be blown up.
const (
	maxEntities    = 100
	maxEntityValue = 200
)

// readProlog looks for the root element of a feed. ok is false when there is
// none; html tells that the document is an HTML page.
func readProlog(b []byte) (p prolog, html, ok bool) {
	s := scanner{b: b}
	junk, declared := false, false
	for {
		t := s.next(nil)
		switch t.kind {
		case eofToken:
			return p, html, false
		case textToken:
			junk = junk || len(bytes.TrimSpace(b[t.from:t.to])) > 0
		case instructionToken:
			if !declared && hasPrefixFold(b[t.bodyFrom:t.bodyTo], "xml ") {
				declared = true
				if v, _ := attr(b[t.bodyFrom+3:t.bodyTo], "version"); len(v) > 0 && string(v) != "1.0" {
					p.repaired = append(p.repaired, "XML "+clip(string(v), 8)+" read as 1.0")
				}
			}
		case directiveToken:
			if hasPrefixFold(b[t.bodyFrom:], "doctype") {
				html = html || doctypeIsHTML(b[t.bodyFrom:])
				s.i = p.doctype(b, t.from)
			}
		case startToken:
			name := bytes.ToLower(local(b[t.nameFrom:t.nameTo]))
			if p.format = formats[string(name)]; p.format != "" {
				p.root, p.bare = t.from, string(name) == "channel"
				if junk {
					p.repaired = append(p.repaired, "text before the document")
				}
				return p, false, true
			}
			if !junk && (string(name) == "item" || string(name) == "entry") {
				p.repaired = append(p.repaired, "no root element")
				p.root, p.bare, p.format = t.from, true, map[string]string{"item": "rss", "entry": "atom"}[string(name)]
				return p, false, true
			}
			if string(name) == "html" || !junk && (string(name) == "head" || string(name) == "body") {
				return p, true, false
			}
			junk = true
		}
	}
}

// formats maps the local names of feed roots to what they begin.
var formats = map[string]string{"rss": "rss", "rdf": "rdf", "feed": "atom", "channel": "rss"}

func doctypeIsHTML(b []byte) bool {
	f := bytes.Fields(b[:min(len(b), 64)])
	return len(f) > 1 && hasPrefixFold(f[1], "html")
}

// doctype reads the declaration at from and returns the offset after it. Only
// entities with a plain value are taken: nothing external, nothing nested.
func (p *prolog) doctype(b []byte, from int) int {
	open := bytes.IndexAny(b[from:], "[>")
	if open < 0 {
		return len(b)
	}
	if b[from+open] == '>' {
		return from + open + 1
	}
	i := from + open + 1
	for i < len(b) {
		n := bytes.IndexAny(b[i:], "<]")
		if n < 0 {
			return len(b)
		}
		i += n
		if b[i] == ']' {
			if end := bytes.IndexByte(b[i:], '>'); end >= 0 {
				return i + end + 1
			}
			return len(b)
		}
		switch {
		case bytes.HasPrefix(b[i:], []byte("<!--")):
			if end := bytes.Index(b[i:], []byte("-->")); end >= 0 {
				i += end
			} else {
				i += len("<!--")
			}
		case bytes.HasPrefix(b[i:], []byte("<!ENTITY")):
			i = p.entity(b, i+len("<!ENTITY"))
		default:
			if !bytes.HasPrefix(b[i:], []byte("<!")) && !bytes.HasPrefix(b[i:], []byte("<?")) {
				return i // the subset was never closed
			}
			i++
		}
	}
	return len(b)
}

// entity reads one entity declaration after its keyword.
func (p *prolog) entity(b []byte, i int) int {
	end := bytes.IndexByte(b[i:], '>')
	if end < 0 {
		return len(b)
	}
	name, rest, _ := strings.Cut(strings.TrimSpace(string(b[i:i+min(end, 4*maxEntityValue)])), " ")
	rest = strings.TrimSpace(rest)
	if len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
		return i + end // parameter or external entity
	}
	value, _, closed := strings.Cut(rest[1:], rest[:1])
	if closed && len(value) <= maxEntityValue && len(p.entities) < maxEntities && !strings.ContainsAny(value, "<%") {
		if plain := unescape(value); !strings.ContainsAny(plain, "&<") {
			if p.entities == nil {
				p.entities = make(map[string]string)
			}
			p.entities[name] = plain
		}
	}
	return i + end
}

// clip is at most n bytes of s, cut between runes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
