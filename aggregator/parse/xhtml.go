package parse

import "bytes"

// xhtmlBody is the <body> that an item carries in the XHTML namespace: gofeed
// makes a map of its elements, in which their order is lost.
func (b *builder) xhtmlBody(s source) string {
	for _, k := range s.part.kids {
		name := k.name.of(s.doc)
		l := string(bytes.ToLower(local(name)))
		if l != "body" && l != "div" {
			continue
		}
		if len(prefix(name)) == 0 {
			if ns, _ := attr(k.attrs.of(s.doc), "xmlns"); string(ns) != xhtmlNS {
				continue
			}
		}
		if raw := k.inner.of(s.doc); bytes.Contains(raw, []byte("<![CDATA[")) {
			return rawText(raw)
		} else {
			return unprefixed(raw)
		}
	}
	return ""
}

// unprefixed is raw XHTML as HTML: element names without their prefix.
func unprefixed(raw []byte) string {
	out := make([]byte, 0, len(raw))
	s := scanner{b: raw}
	for {
		t := s.next(nil)
		switch t.kind {
		case eofToken:
			return string(out)
		case startToken, endToken:
			name := raw[t.nameFrom:t.nameTo]
			if p := prefix(name); len(p) > 0 {
				out = append(out, raw[t.from:t.nameFrom]...)
				out = append(out, raw[t.nameFrom+len(p)+1:t.to]...)
				continue
			}
			if t.empty && !isVoid(name) { // <p/> is no end of a paragraph in HTML
				out = append(out, raw[t.from:t.bodyTo]...)
				out = append(out, "></"...)
				out = append(out, name...)
				out = append(out, '>')
				continue
			}
		}
		out = append(out, raw[t.from:t.to]...)
	}
}
