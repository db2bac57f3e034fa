package parse

import (
	"bytes"
	"unicode/utf8"
)

// mender writes a document again so that it is well formed, within the limits
// and free of what gofeed reads wrongly. What it does not understand it turns
// into text; what it cannot close it closes.
type mender struct {
	doc      []byte
	s        scanner
	out      []byte
	stack    []frame
	space    namespaces
	entities map[string]string
	max      int // items
	tally    tally

	over     int // open elements beyond maxDepth, not written
	item     int // where in stack the open item is; 0 when none is open
	itemFrom int // where in out it begins
	kidFrom  int // where in out its newest child begins
	items    int // written
	channels int // seen
	joined   int // bytes gofeed will copy to join text
	foreign  int // extension elements seen
	dates    int // date elements written
	dropped  int // items beyond max, or cut off at the end
	ended    bool
	bare     bool // the root was added
}

// mend returns doc, which begins with its root element, written again.
func mend(doc []byte, p prolog, max int) (out []byte, t tally, dropped int) {
	m := mender{doc: doc, s: scanner{b: doc}, space: namespaces{format: p.format}, entities: p.entities, max: max}
	m.out = make([]byte, 0, len(doc)+len(doc)/16+64)
	if m.bare = p.bare; m.bare {
		m.wrap()
	}
	for !m.ended {
		var parent []byte
		if n := len(m.stack); n > 0 {
			parent = m.stack[n-1].name
		}
		t := m.s.next(parent)
		if t.kind == eofToken {
			m.cutOff()
			break
		}
		m.take(t)
	}
	m.tally.after(doc[m.s.i:])
	return m.out, m.tally, m.dropped
}

// wrap opens what is missing around a bare channel, item or entry.
func (m *mender) wrap() {
	if m.space.format == "atom" {
		m.open([]byte("feed"), []byte(` xmlns="`+atom10NS+`"`), rootRole, 0)
		return
	}
	m.open([]byte("rss"), nil, rootRole, 0)
	if !hasPrefixFold(m.doc, "<channel") {
		m.open([]byte("channel"), nil, channelRole, 0)
	}
}

func (m *mender) take(t token) {
	switch t.kind {
	case startToken:
		m.start(t)
	case endToken:
		m.end(m.doc[t.nameFrom:t.nameTo])
	case textToken:
		m.tally.strays += t.strays
		m.text(m.doc[t.from:t.to])
	case cdataToken:
		if t.faulty {
			m.tally.cdata++
		}
		m.cdata(m.doc[t.bodyFrom:t.bodyTo])
	case commentToken, instructionToken, directiveToken:
		// Nothing in them is for us, and each would cut the text in pieces.
	}
}

// start writes a start tag, after the end tags that must have been before it.
func (m *mender) start(t token) {
	name := plainTag(m.doc[t.nameFrom:t.nameTo])
	if t.faulty {
		m.tally.tags++
	}
	m.closeBefore(name)
	var parent frame
	if n := len(m.stack); n > 0 {
		parent = m.stack[n-1]
	}
	r := m.space.roleOf(name, parent.role, len(m.stack) == 0)
	if r == channelRole {
		if m.channels++; m.channels > 1 { // gofeed keeps the items of the last
			m.tally.channels++
			return
		}
	}
	foreign := parent.foreign || r == kidRole && m.space.foreign(name, m.doc[t.bodyFrom:t.bodyTo])
	if foreign && m.over == 0 {
		m.foreign += weight(t)
	}
	date := isDate(local(name))
	if len(m.stack) >= maxDepth || m.over > 0 || foreign && m.foreign > maxForeign || date && m.dates >= maxDates {
		m.tally.deep++
		if !t.empty {
			m.over++
		}
		return
	}
	void := m.item > 0 && len(m.stack) > m.item+1 && isVoid(name)
	switch r {
	case itemRole:
		m.item, m.itemFrom = len(m.stack), len(m.out)
	case kidRole:
		m.kidFrom = len(m.out)
	}
	m.open(name, m.doc[t.bodyFrom:t.bodyTo], r, parent.ns)
	m.stack[len(m.stack)-1].foreign = foreign
	if date {
		m.dates++
	}
	switch {
	case void: // HTML reads "<br></br>" as two
		m.out = append(m.out[:len(m.out)-1], '/', '>')
		m.stack = m.stack[:len(m.stack)-1]
	case t.empty:
		m.pop()
	}
}

// closeBefore closes what must have been closed before an element called name
// begins: the item before an item, whatever else is open around an item, and a
// plain child of an item before the next child.
func (m *mender) closeBefore(name []byte) {
	n := len(m.stack)
	if n == 0 {
		return
	}
	top := m.stack[n-1]
	if m.space.isItem(name) {
		if bytes.EqualFold(local(top.name), []byte("content")) && top.pieces <= 1 {
			return // a quoted entry
		}
		keep := 1
		for i := n - 1; i > 0; i-- {
			if m.stack[i].role == channelRole {
				keep = i + 1
				break
			}
		}
		if keep < n {
			if m.item > 0 {
				m.tally.items++
			} else {
				m.tally.elements++
			}
			m.over = 0
			m.popTo(keep)
		}
		return
	}
	if top.date || m.item > 0 && n == m.item+2 && isPlainKid(top.name) && isKnownKid(name) {
		m.tally.elements++
		m.pop()
	}
}

// end closes the element called name and whatever was left open inside it. An
// end tag that closes nothing is left out.
func (m *mender) end(name []byte) {
	name = plainTag(name)
	floor := 0
	if m.item > 0 {
		floor = m.item // nothing but the feed's own end tags reaches beyond the item
	}
	structural := m.space.isItem(name) || isFrame(name)
	if m.over > 0 && !structural {
		m.over--
		return
	}
	if structural {
		floor, m.over = 0, 0
	}
	n := len(m.stack)
	for i := n - 1; i >= floor; i-- {
		if !bytes.Equal(m.stack[i].name, name) && !(structural && bytes.EqualFold(m.stack[i].name, name)) {
			continue
		}
		if structural && m.item > 0 && i < m.item {
			m.tally.items++
		} else if i < n-1 {
			m.tally.crossed++
		}
		m.popTo(i)
		return
	}
	if m.item == 0 || !isVoid(name) {
		m.tally.crossed++
	}
}

// popTo closes elements until keep are open.
func (m *mender) popTo(keep int) {
	for len(m.stack) > keep {
		m.pop()
	}
}

// pop closes the innermost element.
func (m *mender) pop() {
	n := len(m.stack) - 1
	f := m.stack[n]
	m.stack = m.stack[:n]
	m.out = append(m.out, '<', '/')
	m.out = append(m.out, f.name...)
	m.out = append(m.out, '>')
	if f.role == itemRole {
		m.item = 0
		if m.items++; m.items > m.max {
			m.out = m.out[:m.itemFrom]
			m.dropped++
			m.tally.beyond++
		}
	}
	m.ended = n == 0
}

// cutOff closes what the end of the document left open. A child that was cut
// is left out, since half a guid would name another item; the item it stands in
// is kept where a person could still read it and follow its link.
func (m *mender) cutOff() {
	m.tally.cut = len(m.stack) > 0 && !(m.bare && m.item == 0 && len(m.stack) <= 2)
	m.over = 0
	if m.item > 0 {
		whole := len(m.stack) <= m.item+1
		if !whole {
			m.out, m.stack = m.out[:m.kidFrom], m.stack[:m.item+1]
		}
		switch kept := m.complete(m.out[m.itemFrom:], whole); {
		case !kept:
			m.out, m.stack, m.item = m.out[:m.itemFrom], m.stack[:m.item], 0
			m.dropped++
			m.tally.lost++
		case !whole:
			m.tally.halves++
		}
	}
	m.popTo(0)
}

// complete tells whether the item that the document ends in has what names it;
// one that was cut in the middle needs a headline and a link.
func (m *mender) complete(item []byte, whole bool) bool {
	has := func(names ...string) bool {
		for _, n := range names {
			if bytes.Contains(item, []byte("</"+n+">")) {
				return true
			}
		}
		return false
	}
	if !whole {
		return has("title") && has("link")
	}
	return has("title", "description", "summary", "content") && has("guid", "id", "link")
}

// open writes a start tag and pushes its element.
func (m *mender) open(name, attrs []byte, r role, ns int) {
	if r == rootRole {
		m.space.root = prefix(name)
	}
	f := frame{name: name, role: r, ns: ns, date: isDate(local(name))}
	from := len(m.out)
	m.out = append(m.out, '<')
	m.out = append(m.out, name...)
	a := attributes{b: attrs}
	for n := 0; n < maxAttributes; n++ {
		at, ok := a.next()
		if !ok {
			break
		}
		if n == maxAttributes-1 {
			m.tally.deep++
		}
		if r == rootRole && len(m.out)-from+len(at.name)+len(at.value) > maxRootTag-256 {
			break
		}
		m.attribute(at, &f)
	}
	if r == rootRole && !declares(name, m.out[from+1+len(name):]) {
		if ns := (map[string]string{"atom": atom10NS, "rdf": rdfNS})[m.space.format]; ns != "" {
			m.out = append(m.out, " xmlns:"+string(prefix(name))+`="`+ns+`"`...)
		}
	}
	m.out = append(m.out, '>')
	m.stack = append(m.stack, f)
}

func (m *mender) attribute(at attribute, f *frame) {
	if !plainAttr(at.name) {
		return
	}
	name, value := at.name, at.value
	switch {
	case bytes.HasPrefix(name, []byte("xmlns")):
		if f.ns >= maxNamespaces {
			m.tally.deep++
			return
		}
		v, keep := m.space.canonical(f.name, name, string(value), f.role)
		if !keep {
			return
		}
		if v != string(value) {
			m.tally.namespaces++
		}
		f.ns++
		value = []byte(v)
	case string(name) == "xml:base":
		name = []byte(baseAttr)
	}
	m.out = append(m.out, ' ')
	m.out = append(m.out, name...)
	m.out = append(m.out, '=', '"')
	m.escape(value, true)
	m.out = append(m.out, '"')
}

// date writes what may belong to a date, in all no more than one is long.
func (m *mender) date(b []byte, top *frame) {
	for _, c := range unescape(string(b[:min(len(b), maxDate)])) {
		if c == '<' || c == '&' || c == ']' || !isXMLChar(c) {
			continue
		}
		if top.length += utf8.RuneLen(c); top.length > maxDate {
			break
		}
		m.out = utf8.AppendRune(m.out, c)
	}
}

// text writes character data.
func (m *mender) text(b []byte) {
	n := len(m.stack)
	if n == 0 {
		return
	}
	top := &m.stack[n-1]
	if !m.room(top, len(b)) {
		return
	}
	if top.date {
		m.date(b, top)
		return
	}
	m.escape(b, false)
}

// room tells whether n more bytes of text may be written into the element.
func (m *mender) room(top *frame, n int) bool {
	if top.date {
		return true // m.date has its own limit
	}
	copied := top.join(8 * n) // as much as escaping can make of it
	if m.joined+copied > maxJoined {
		m.tally.deep++
		return false
	}
	m.joined += copied
	return true
}

// cdata writes a CDATA section.
func (m *mender) cdata(b []byte) {
	n := len(m.stack)
	if n == 0 {
		return
	}
	top := &m.stack[n-1]
	if !m.room(top, len(b)+len("<![CDATA[]]>")) {
		return
	}
	if top.date {
		m.date(b, top)
		return
	}
	from := len(m.out) + len("<![CDATA[")
	dropped := m.tally.chars
	m.out = append(m.out, "<![CDATA["...)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if isXMLChar(r) {
			m.out = append(m.out, b[:size]...)
		} else {
			m.tally.chars++
		}
		b = b[size:]
	}
	if m.tally.chars > dropped && (bytes.Contains(m.out[from:], []byte("]]>")) || lostEnd(m.out, from, len(m.out), top.name) >= 0) {
		m.plain(from, top) // without them it would end too soon, or read as one that lost its end
		return
	}
	m.out = append(m.out, "]]>"...)
}

// plain writes the section that was written from there on as text.
func (m *mender) plain(from int, top *frame) {
	body := bytes.Clone(m.out[from:])
	m.out = m.out[:from-len("<![CDATA[")]
	if !m.room(top, len(body)) {
		return
	}
	for _, c := range body {
		switch c {
		case '<':
			m.out = append(m.out, "&lt;"...)
		case '>':
			m.out = append(m.out, "&gt;"...)
		case '&':
			m.out = append(m.out, "&amp;"...)
		default:
			m.out = append(m.out, c)
		}
	}
}
