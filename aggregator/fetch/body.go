package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

const (
	chunkSize = 64 << 10
	// freeChunks is how many chunks a body takes without asking. Beyond that
	// it is large, and largeBytes bounds what the large bodies may come to
	// together: many servers that send without end at once make each other
	// wait, not us grow, and small documents pass them by.
	freeChunks = 16
	largeBytes = 64 << 20
	// maxWindow is the largest zstd window, as RFC 9659 bounds it for HTTP.
	maxWindow = 8 << 20
	// maxErrorBody is how much of an error page is read, to tell a challenge.
	maxErrorBody = 64 << 10
)

// acceptEncoding is what readBody can unpack (P51).
const acceptEncoding = "gzip, br, zstd"

// How packed bytes begin (RFC 1952 §2.3.1, RFC 8878 §3.1.1).
const (
	gzipMagic = "\x1f\x8b\x08"
	zstdMagic = "\x28\xb5\x2f\xfd"
)

// counter counts what came over the wire and ends it at a limit: skippable
// frames and empty members unpack to nothing, so that a limit on the unpacked
// bytes alone would never be reached.
type counter struct {
	r     io.Reader
	n     int64
	limit int64
	err   error // what ended it, but for io.EOF
}

func (c *counter) Read(p []byte) (int, error) {
	if c.n >= c.limit {
		// One byte more tells the end from the excess.
		var one [1]byte
		if n, err := c.r.Read(one[:]); n == 0 && err != nil {
			return 0, c.end(err)
		}
		return 0, c.end(ErrTooLarge)
	}
	if int64(len(p)) > c.limit-c.n {
		p = p[:c.limit-c.n]
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, c.end(err)
}

func (c *counter) end(err error) error {
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return err
}

// readBody reads and unpacks a body of at most limit bytes, packed and
// unpacked. It returns the bytes that came over the wire beside it. The clock
// of the call, if there is one, stands still while a large body waits.
func (c *Client) readBody(ctx context.Context, clock *budget, r io.Reader, h http.Header, limit int64) (body []byte, wire int64, err error) {
	count := &counter{r: r, limit: limit}
	defer func() { // a decoder's bug, met by one source's bytes, stays that source's failure (S12)
		if p := recover(); p != nil {
			body, wire, err = nil, count.n, fmt.Errorf("%w: decoder: %v", ErrEncoding, p)
		}
	}()
	plain, done, err := unpack(count, h)
	if err != nil {
		return nil, count.n, err
	}
	defer done()
	body, err = c.readAll(ctx, clock, plain, limit)
	if err == nil && bytes.HasPrefix(body, []byte(gzipMagic)) {
		return nil, count.n, fmt.Errorf("%w: packed more than once", ErrEncoding)
	}
	return body, count.n, err
}

// readPart reads and unpacks the beginning of a body, whatever comes after.
func readPart(r io.Reader, h http.Header, limit int64) (part []byte, wire int64) {
	count := &counter{r: r, limit: limit}
	plain, done, err := unpack(count, h)
	if err != nil {
		return nil, count.n
	}
	defer done()
	var b bytes.Buffer
	_, _ = io.CopyN(&b, plain, limit) // what could be read is what there is
	return b.Bytes(), count.n
}

// readAll reads r whole, into pieces first: a body that turns out too large
// costs no more than its limit, and one that does not is copied once.
func (c *Client) readAll(ctx context.Context, clock *budget, r io.Reader, limit int64) ([]byte, error) {
	var chunks []*[chunkSize]byte
	defer func() {
		for _, b := range chunks {
			c.chunks.Put(b)
		}
		if len(chunks) > freeChunks {
			<-c.large
		}
	}()
	var size int64
	for {
		if size == int64(len(chunks))*chunkSize {
			if len(chunks) == freeChunks {
				if err := c.growLarge(ctx, clock); err != nil {
					return nil, err
				}
			}
			chunks = append(chunks, c.chunks.Get().(*[chunkSize]byte))
		}
		n, err := r.Read(chunks[len(chunks)-1][size%chunkSize:])
		if size += int64(n); size > limit {
			return nil, ErrTooLarge
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	body := make([]byte, 0, size)
	for _, b := range chunks {
		body = append(body, b[:min(chunkSize, size-int64(len(body)))]...)
	}
	return body, nil
}

// growLarge waits until a body may grow beyond freeChunks.
func (c *Client) growLarge(ctx context.Context, clock *budget) error {
	if clock != nil {
		clock.pause()
		defer func() { clock.resume(time.Now()) }()
	}
	select {
	case c.large <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// unpack undoes the content encoding. One encoding is undone, never two; a
// label that the bytes belie is ignored, and gzip without a label is undone
// too: servers that keep packed files forget to say so.
func unpack(r *counter, h http.Header) (io.Reader, func(), error) {
	coding, err := contentEncoding(h)
	if err != nil {
		return nil, nil, err
	}
	br := bufio.NewReaderSize(r, 4<<10)
	head, _ := br.Peek(6) // shorter bodies are no error
	switch {
	case len(head) == 0:
	case coding == "br" && !isText(head):
		return wrapped{brotli.NewReader(br), r}, func() {}, nil
	case bytes.HasPrefix(head, []byte(zstdMagic)) && coding == "zstd", coding == "zstd" && skippable(head):
		z, err := zstd.NewReader(br, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w", ErrEncoding, err)
		}
		return wrapped{z, r}, z.Close, nil
	case bytes.HasPrefix(head, []byte(gzipMagic)):
		z, err := gzip.NewReader(br)
		if err != nil {
			return nil, nil, r.blame(err)
		}
		return wrapped{z, r}, func() {}, nil
	case coding == "deflate" && len(head) >= 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0:
		z, err := zlib.NewReader(br)
		if err != nil {
			return nil, nil, r.blame(err)
		}
		return wrapped{z, r}, func() {}, nil
	}
	return br, func() {}, nil
}

// skippable tells a zstd skippable frame, which may stand first.
func skippable(head []byte) bool {
	return len(head) >= 4 && head[0]&0xf0 == 0x50 && head[1] == 0x2a && head[2] == 0x4d && head[3] == 0x18
}

// textHeads are how documents begin that were never packed. Brotli has no magic
// number to tell by.
var textHeads = [...]string{"<?xml", "<rss", "<feed", "<rdf:", "<!DOC", "<!doc", "<html"}

func isText(head []byte) bool {
	for _, t := range textHeads {
		if bytes.HasPrefix(head, []byte(t)) {
			return true
		}
	}
	return false
}

// contentEncoding is the one encoding a header names, or "".
func contentEncoding(h http.Header) (string, error) {
	coding := ""
	for _, line := range h.Values("Content-Encoding") {
		for name := range strings.SplitSeq(line, ",") {
			name = strings.ToLower(strings.Trim(name, " \t"))
			switch name {
			case "", "identity", "none", "utf-8": // the last two are seen, and mean nothing
				continue
			case "x-gzip":
				name = "gzip"
			case "gzip", "br", "zstd", "deflate":
			default:
				return "", fmt.Errorf("%w: %q", ErrEncoding, name)
			}
			if coding != "" {
				return "", fmt.Errorf("%w: packed more than once", ErrEncoding)
			}
			coding = name
		}
	}
	return coding, nil
}

// wrapped gives a decoder's errors their meaning: those of the stream below
// pass, its own become ErrEncoding.
type wrapped struct {
	r   io.Reader
	src *counter
}

func (w wrapped) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	switch {
	case err == nil || err == io.EOF:
		return n, err
	case errors.Is(err, gzip.ErrHeader):
		return n, io.EOF // whole members, then something else: padding, a stray newline
	}
	return n, w.src.blame(err)
}

// blame finds who is at fault for a decoder's error.
func (c *counter) blame(err error) error {
	switch {
	case c.err != nil:
		return c.err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return io.ErrUnexpectedEOF // cut off
	case errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded):
		return ErrTooLarge
	}
	return fmt.Errorf("%w: %w", ErrEncoding, err)
}
