package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"
)

// document is a rendered feed or page, in every encoding it is served in, with
// its headers ready. It never changes.
type document struct {
	head     http.Header // without those of an encoding
	plain    encoded
	zipped   encoded // without a body where gzip gains nothing
	packed   []*packed
	hash     string // of the plain body; the ETags are made of it
	modified time.Time
	lastMod  []string // nil where modified is not known
	seq      int64
}

// encoded is a document in one content coding.
type encoded struct {
	body                 []byte
	etag, length, coding []string
}

// Header values that many answers share.
var (
	varyEncoding = []string{"Accept-Encoding"}
	gzipCoding   = []string{"gzip"}
)

// newDocument makes the document of a body. Where old has the same bytes its
// date stays, and no date goes back (BEHAVIOUR H02).
func newDocument(body []byte, head http.Header, modified time.Time, old *document, seq int64) *document {
	sum := sha256.Sum256(body)
	d := &document{head: head, hash: hex.EncodeToString(sum[:12]), modified: modified.UTC().Truncate(time.Second), seq: seq}
	if old != nil && (old.hash == d.hash || old.modified.After(d.modified)) {
		d.modified = old.modified
	}
	if !modified.IsZero() {
		d.lastMod = []string{d.modified.Format(http.TimeFormat)}
	}
	if d.head == nil {
		d.head = http.Header{}
	}
	if v := d.head["Vary"]; v == nil {
		d.head["Vary"] = varyEncoding
	}
	if old != nil && old.hash == d.hash {
		d.plain, d.zipped, d.packed = old.plain, old.zipped, old.packed
		return d
	}
	d.plain = encode(body, d.hash)
	var b bytes.Buffer
	b.Grow(len(body) / 3)
	w := gzip.NewWriter(&b)
	_, _ = w.Write(body) // a bytes.Buffer takes everything
	_ = w.Close()
	if b.Len() < len(body) {
		d.zipped = encode(bytes.Clone(b.Bytes()), d.hash+"-gzip")
		d.zipped.coding = gzipCoding
	}
	return d
}

func encode(body []byte, tag string) encoded {
	return encoded{body: body, etag: []string{`"` + tag + `"`}, length: []string{strconv.Itoa(len(body))}}
}

// size is what the document takes in memory at most: what is packed later is
// not larger than with gzip.
func (d *document) size() int {
	return len(d.plain.body) + len(d.zipped.body)*(1+len(d.packed)) + 1024
}

// header makes the headers of a document from pairs; empty values are left out.
func header(pairs ...string) http.Header {
	h := make(http.Header, len(pairs)/2+1)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			h[http.CanonicalHeaderKey(pairs[i])] = []string{pairs[i+1]}
		}
	}
	return h
}
