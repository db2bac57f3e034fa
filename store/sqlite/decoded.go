package sqlite

import (
	"strings"
	"sync"

	"golchin/aggregator/news"
)

// maxDecoded bounds a generation of decoded, in bytes of documents; there are
// two.
const maxDecoded = 4 << 20

// decoded are the items that are read again soon, as their documents say: an
// item goes to the judge right after it was written, and those judged last are
// the likeliest to be like the next. A document is looked up by the row it
// stands in and compared byte by byte, so that whoever changed it, it is never
// another. The zero value is empty.
type decoded struct {
	mu         sync.Mutex
	young, old map[int64]*document
	size       int // of young
}

// document is what an item's doc and body hold.
type document struct {
	doc, body string
	item      news.Item // only what doc and body say
}

// find returns the item of these documents; nil when it is not at hand. It
// shares what it points to with everybody: read only.
func (d *decoded) find(n int64, doc, body []byte) *news.Item {
	if e := d.at(n); e != nil && e.doc == string(doc) && e.body == string(body) {
		return &e.item
	}
	return nil
}

// origins returns the origins that a doc names, if they are at hand.
func (d *decoded) origins(n int64, doc []byte) ([]news.Origin, bool) {
	if e := d.at(n); e != nil && e.doc == string(doc) {
		return e.item.Origins, true
	}
	return nil, false
}

func (d *decoded) at(n int64) *document {
	d.mu.Lock()
	defer d.mu.Unlock()
	if e := d.young[n]; e != nil {
		return e
	}
	e := d.old[n]
	if e != nil {
		d.put(n, e)
	}
	return e
}

// add keeps what the documents of row n say.
func (d *decoded) add(n int64, e *document) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.put(n, e)
}

func (d *decoded) put(n int64, e *document) {
	if d.young == nil || d.size >= maxDecoded {
		d.old, d.young, d.size = d.young, map[int64]*document{}, 0
	}
	d.young[n] = e
	d.size += len(e.doc) + len(e.body)
}

// written keeps an item that was just written for its judge. What encoding has
// changed, it leaves to be read.
func (d *decoded) written(r *row, doc string, body any) {
	text, _ := body.(string)
	if !r.pending || strings.Contains(doc, `\ufffd`) || strings.Contains(text, `\ufffd`) {
		return
	}
	e := &document{doc: doc, body: text}
	it := r.item
	it.Authors, it.Categories, it.Enclosures, it.Repaired = some(it.Authors), some(it.Categories), some(it.Enclosures), some(it.Repaired)
	docOf(it).fill(&e.item)
	e.item.Content, e.item.FullText, e.item.Headlines = r.item.Content, r.item.FullText, nil
	for _, h := range r.item.Headlines {
		e.item.Headlines = append(e.item.Headlines, news.Headline{Title: h.Title, Until: fromMillis(millis(h.Until))})
	}
	d.add(r.n, e)
}

// some is a list as it is read: nil when there is nothing in it.
func some[S ~[]E, E any](list S) S {
	if len(list) == 0 {
		return nil
	}
	return list
}
