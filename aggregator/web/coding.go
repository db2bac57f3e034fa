package web

import (
	"strings"
	"sync"
	"sync/atomic"
)

// Coding is a content coding beside gzip that documents are served in, such as
// br. Pack must give the same bytes for the same bytes.
type Coding struct {
	Name string // as in Accept-Encoding
	Pack func([]byte) ([]byte, error)
}

// packed is a document in a coding that is made when the first reader asks for
// it, once. Where it would not be smaller than with gzip there is none.
type packed struct {
	Coding
	tag  []string    // of the body, made or not
	hold *sync.Mutex // of all documents: one packs at a time, for that takes memory
	once sync.Once
	done atomic.Bool // made, or found to be of no use
	made encoded
}

// offer lets the document be asked for in more codings.
func (d *document) offer(codings []Coding, hold *sync.Mutex) {
	if d.zipped.body == nil || d.packed != nil {
		return
	}
	for _, c := range codings {
		d.packed = append(d.packed, &packed{Coding: c, hold: hold, tag: []string{`"` + d.hash + "-" + c.Name + `"`}})
	}
}

// in makes the body of p unless it is made.
func (p *packed) in(d *document) *encoded {
	p.once.Do(func() {
		p.hold.Lock()
		defer p.hold.Unlock()
		defer p.done.Store(true)
		body, err := p.Pack(d.plain.body)
		if err != nil || len(body) >= len(d.zipped.body) {
			return
		}
		p.made = encode(body, d.hash+"-"+p.Name)
		p.made.coding = []string{p.Name}
	})
	return &p.made
}

// best is the document in the coding that the reader likes best, among equals
// in the order offered, then gzip (RFC 9110 §12.5.3). Without a body, as for a
// 304, nothing is packed for it.
func (d *document) best(fields []string, body bool) *encoded {
	if d.zipped.body == nil || len(fields) == 0 {
		return &d.plain
	}
	if len(fields) == 1 && fields[0] == "gzip" { // what most readers send
		return &d.zipped
	}
	out, most := &d.plain, 0.0
	for _, p := range d.packed {
		q := liking(fields, p.Name)
		if q <= most {
			continue
		}
		if !body && !p.done.Load() {
			out, most = &encoded{etag: p.tag}, q
		} else if e := p.in(d); e.body != nil {
			out, most = e, q
		}
	}
	if q := liking(fields, "gzip"); q > most {
		out, most = &d.zipped, q
	}
	if q, named := likes(fields, "identity"); named && q > most {
		return &d.plain
	}
	return out
}

// liking is the q of a coding, or that of "*"; 0 refuses it.
func liking(fields []string, coding string) float64 {
	q, named := likes(fields, coding)
	if !named {
		q, _ = likes(fields, "*")
	}
	return q
}

// likes is the q of a coding, and whether it is named. "x-gzip" is gzip (RFC
// 9110 §8.4.1.3).
func likes(fields []string, coding string) (q float64, named bool) {
	for _, field := range fields {
		for part := range strings.SplitSeq(field, ",") {
			name, params, _ := strings.Cut(part, ";")
			name = strings.TrimSpace(name)
			if strings.EqualFold(name, coding) || coding == "gzip" && strings.EqualFold(name, "x-gzip") {
				return quality(params), true
			}
		}
	}
	return 0, false
}
