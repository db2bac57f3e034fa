package parse

import "bytes"

// The limits that hold before gofeed sees a document. gofeed recurses per
// nested element (a stack overflow cannot be recovered from), copies all
// namespace declarations in scope per element and joins text piece by piece.
const (
	maxDepth      = 100      // open elements (BEHAVIOUR §3.3)
	maxAttributes = 64       // on one element
	maxNamespaces = 64       // declarations in scope
	maxJoined     = 64 << 20 // bytes that gofeed may copy to join pieces of text
	maxForeign    = 100_000  // extension elements; gofeed makes two maps for each
	maxRootTag    = 3500     // bytes; gofeed looks for the root in the first 4,096
	maxDate       = 256      // bytes of a date; gofeed tries every layout on each
	maxDates      = 20_000   // dates; what no layout fits costs gofeed 20 µs
)

// role is what an element is to the feed it stands in.
type role uint8

const (
	otherRole role = iota
	rootRole
	channelRole
	itemRole
	kidRole // child of an item
)

// span is a range of bytes.
type span struct{ from, to int32 }

func (s span) of(b []byte) []byte { return b[s.from:s.to] }

// kid is one child element of an item or of the head, raw.
type kid struct {
	name, attrs, inner span
}

// part is an item, or the head of the feed: its bytes and its children.
type part struct {
	whole span
	attrs span // of its start tag
	kids  []kid
	outer bool // an item beside the channel, as RDF has them
}

// outline is what one pass over a clean document learnt of its shape.
type outline struct {
	doc     []byte
	root    part // attrs and end; its kids are the head's when there is no channel
	channel part // zero without a channel
	items   []part
	space   namespaces
	closed  bool
}

// frame is an open element.
type frame struct {
	name    []byte
	role    role
	ns      int  // namespace declarations in scope
	pieces  int  // pieces of text so far
	foreign bool // gofeed reads it as an extension and joins its text
	date    bool // gofeed tries to read its text as a date
	length  int  // bytes of text so far, of a foreign element or a date
}

// join counts a piece of n bytes of text in the element and returns how many
// bytes gofeed copies to put it behind the others.
func (f *frame) join(n int) (copied int) {
	f.pieces++
	if f.date {
		f.length += n
	}
	if !f.foreign || f.date {
		return 0
	}
	copied = f.length
	f.length += n
	return copied
}

// weight is what an extension element costs gofeed, in elements.
func weight(t token) int { return 1 + (t.bodyTo-t.bodyFrom)/64 }

// outliner is one strict pass in progress.
type outliner struct {
	o     outline
	s     scanner
	stack []frame
	max   int // items

	joined  int // bytes copied so far to join text
	foreign int // extension elements so far
	dates   int // date elements so far
}

// sketch reads doc, which begins with its root element, strictly. ok is false
// at the first thing that gofeed would stumble over, misread or choke on; then
// the document must be mended first. More than max items are a fault, too.
func sketch(doc []byte, format string, max int) (o outline, ok bool) {
	p := outliner{o: outline{doc: doc, space: namespaces{format: format}}, s: scanner{b: doc}, max: max, stack: make([]frame, 0, 16)}
	for {
		var top *frame
		var parent []byte
		if n := len(p.stack); n > 0 {
			top = &p.stack[n-1]
			parent = top.name
		}
		t := p.s.next(parent)
		if t.faulty || !p.take(t, top) {
			return p.o, false
		}
		if p.o.closed {
			return p.o, onlyRemarks(doc[t.to:])
		}
	}
}

// take follows one token; top is nil before the root.
func (p *outliner) take(t token, top *frame) bool {
	b := p.o.doc
	switch t.kind {
	case startToken:
		return p.start(t, top)
	case endToken:
		if top == nil || !bytes.Equal(top.name, b[t.nameFrom:t.nameTo]) {
			return false
		}
		p.end(t.from, t.to)
		return true
	case textToken, cdataToken:
		if top == nil {
			return false
		}
		if p.joined += top.join(t.to - t.from); p.joined > maxJoined || top.date && top.length > maxDate {
			return false
		}
		if t.kind == cdataToken {
			return !hasForbidden(b[t.bodyFrom:t.bodyTo])
		}
		return sound(b[t.from:t.to], false)
	case commentToken, instructionToken:
		return top != nil
	}
	return false // a directive, or the end before the root was closed
}

func (p *outliner) start(t token, top *frame) bool {
	b := p.o.doc
	f := frame{name: b[t.nameFrom:t.nameTo]}
	f.date = isDate(local(f.name))
	if f.date {
		p.dates++
	}
	if len(p.stack) >= maxDepth || top != nil && top.date || p.dates > maxDates {
		return false
	}
	parent := otherRole
	if top != nil {
		f.ns, parent = top.ns, top.role
	}
	if top == nil {
		p.o.space.root = prefix(f.name)
	}
	f.role = p.o.space.roleOf(f.name, parent, top == nil)
	if f.role == otherRole && p.misplaced(f.name) {
		return false
	}
	n, ok := p.o.space.sound(f.name, b[t.bodyFrom:t.bodyTo], f.role)
	if f.ns += n; !ok || f.ns > maxNamespaces {
		return false
	}
	f.foreign = top != nil && top.foreign || f.role == kidRole && p.o.space.foreign(f.name, b[t.bodyFrom:t.bodyTo])
	if f.foreign {
		if p.foreign += weight(t); p.foreign > maxForeign {
			return false
		}
	}
	at := span{int32(t.bodyFrom), int32(t.bodyTo)}
	switch f.role {
	case rootRole:
		if t.to-t.from > maxRootTag {
			return false
		}
		p.o.root = part{whole: span{int32(t.from), int32(t.to)}, attrs: at}
	case channelRole:
		if p.o.channel.whole.to > 0 {
			return false // a second channel
		}
		p.o.channel = part{whole: span{int32(t.from), int32(t.to)}, attrs: at}
	case itemRole:
		if len(p.o.items) >= p.max {
			return false
		}
		p.o.items = append(p.o.items, part{whole: span{int32(t.from), int32(t.to)}, attrs: at, outer: parent == rootRole})
	case kidRole:
		kids := p.kids(parent)
		*kids = append(*kids, kid{name: span{int32(t.nameFrom), int32(t.nameTo)}, attrs: at, inner: span{int32(t.to), int32(t.to)}})
	}
	p.stack = append(p.stack, f)
	if t.empty {
		p.end(t.to, t.to)
	}
	return true
}

// kids is where a child of an element in the given role is kept.
func (p *outliner) kids(parent role) *[]kid {
	switch parent {
	case itemRole:
		return &p.o.items[len(p.o.items)-1].kids
	case channelRole:
		return &p.o.channel.kids
	}
	return &p.o.root.kids
}

// end closes the innermost element, whose end tag is b[from:to].
func (p *outliner) end(from, to int) {
	f := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	switch f.role {
	case rootRole:
		p.o.root.whole.to = int32(to)
		p.o.closed = true
	case channelRole:
		p.o.channel.whole.to = int32(to)
	case itemRole:
		p.o.items[len(p.o.items)-1].whole.to = int32(to)
	case kidRole:
		kids := *p.kids(p.stack[len(p.stack)-1].role)
		kids[len(kids)-1].inner.to = int32(from)
	}
}

// undated is the document with spaces for the dates of its items.
func (o outline) undated() []byte {
	doc := bytes.Clone(o.doc[:o.root.whole.to])
	for _, it := range o.items {
		for _, k := range it.kids {
			if n := k.name.of(o.doc); isDate(local(n)) && o.space.own(prefix(n)) {
				for i := k.inner.from; i < k.inner.to; i++ {
					doc[i] = ' '
				}
			}
		}
	}
	return doc
}

// misplaced tells whether an item that is no child of the channel or the root
// begins here: an end tag before it is missing. An Atom entry right inside
// <content> is one that somebody quotes.
func (p *outliner) misplaced(name []byte) bool {
	if !p.o.space.isItem(name) {
		return false
	}
	top := p.stack[len(p.stack)-1]
	return !(bytes.EqualFold(local(top.name), []byte("content")) && top.pieces <= 1)
}

// isDate tells whether the element holds a date that gofeed tries to read.
func isDate(name []byte) bool {
	switch len(name) {
	case 6:
		return bytes.EqualFold(name, []byte("issued"))
	case 7:
		return bytes.EqualFold(name, []byte("pubdate")) || bytes.EqualFold(name, []byte("updated"))
	case 8:
		return bytes.EqualFold(name, []byte("modified"))
	case 9:
		return bytes.EqualFold(name, []byte("published"))
	case 13:
		return bytes.EqualFold(name, []byte("lastbuilddate"))
	}
	return false
}
