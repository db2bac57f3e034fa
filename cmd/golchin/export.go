package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"golchin/aggregator/fetch"
	"golchin/aggregator/publish"
)

// exportPages is how many pages of each feed are written unless told otherwise.
const exportPages = 5

// runExport writes the public side as files for any web server or CDN: what is
// served at /x lies at x, and a page lies in a folder of its own as index.html.
func runExport(ctx context.Context, e *env, args []string) error {
	var dir string
	var pages int
	rest, err := e.flags(args, func(fs *flag.FlagSet) {
		fs.StringVar(&dir, "dir", "", "`folder` to write into; what golchin did not write there is left alone")
		fs.IntVar(&pages, "pages", exportPages, "write at most `n` pages of each feed and topic, 1 to 1000")
	})
	switch {
	case err != nil:
		return err
	case len(rest) > 0:
		return wrongCall("unexpected %q", rest[0])
	case dir == "":
		return wrongCall("want the folder to write into, as in: golchin export -dir public")
	case pages < 1 || pages > 1000:
		return wrongCall("-pages %d: want a number from 1 to 1000", pages)
	}
	return e.inHouse(ctx, true, func(h *house) error {
		if h.cfg.Site.URL == "" {
			return fmt.Errorf("%s: site has no url, and the links of an export need one, as in: site: {url: \"https://news.example.org\"}", e.config)
		}
		srv, err := h.server(ctx, "", h.store, nil)
		if err != nil {
			return err
		}
		f, err := openFolder(dir)
		if err != nil {
			return err
		}
		x := export{site: srv.Handler(), base: strings.TrimRight(h.cfg.Site.URL, "/"), folder: f, pages: pages, asked: map[string]bool{}}
		for _, feed := range h.cfg.Feeds {
			x.aliases = append(x.aliases, feed.Aliases...)
		}
		err = x.run(ctx)
		if cerr := f.close(); err == nil {
			err = cerr
		}
		if err != nil {
			return fmt.Errorf("export to %s: %w", dir, err)
		}
		x.tell(e, dir)
		return nil
	})
}

// export walks the site as a reader would, along its links, and keeps what it
// is answered. What no page, feed or outline leads to is not exported, and what
// the public may not see is not answered: private feeds need a token that is
// never sent.
type export struct {
	site   http.Handler
	base   string // site.url
	folder *folder
	pages  int
	// aliases are old slugs of feeds
	aliases []string
	asked   map[string]bool // files
	queue   []wanted
}

// wanted is an address of the live site, below base, and the file it becomes.
type wanted struct{ address, file string }

func (x *export) run(ctx context.Context) error {
	for _, p := range []string{"/", "/sources", "/opml.xml", "/style.css", "/feed.css", "/favicon.svg", "/robots.txt"} {
		x.want(p)
	}
	x.wantFeed("/feeds/health.rss")
	for _, slug := range x.aliases {
		x.wantFeed("/feeds/" + slug + ".rss")
	}
	// what an earlier export gave an address keeps it while it is there
	for _, file := range x.folder.earlier() {
		if id, ok := strings.CutSuffix(file, "/index.html"); ok && strings.HasPrefix(id, "items/") {
			x.want("/" + id)
		}
	}
	for len(x.queue) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		w := x.queue[0]
		x.queue = x.queue[1:]
		if err := x.take(ctx, w); err != nil {
			return err
		}
	}
	if err := x.nothing(ctx); err != nil {
		return err
	}
	return x.folder.removeStale()
}

// nothing keeps the page for addresses that lead nowhere, where hosts of static
// sites look for it.
func (x *export) nothing(ctx context.Context) error {
	a, err := x.ask(ctx, "/404.html", "")
	if err != nil || a.status != http.StatusNotFound {
		return err
	}
	return x.folder.put("404.html", a.body.Bytes(), time.Time{})
}

// want queues an address once, if it is one that an export has.
func (x *export) want(address string) {
	file, ok := x.fileOf(address)
	if !ok || x.asked[file] {
		return
	}
	x.asked[file] = true
	x.queue = append(x.queue, wanted{address, file})
}

// wantFeed queues a feed in every format.
func (x *export) wantFeed(address string) {
	for _, f := range publish.Formats() {
		x.want(strings.TrimSuffix(address, path.Ext(address)) + "." + f.Ext())
	}
}

// take asks for one document, in plain and compressed, keeps it and follows
// its links.
func (x *export) take(ctx context.Context, w wanted) error {
	a, err := x.ask(ctx, w.address, "")
	if err != nil {
		return err
	}
	for range 3 { // files redirect nobody: an old address gets what is at the new one
		to, ok := x.below(a.header.Get("Location"))
		if a.status/100 != 3 || !ok {
			break
		}
		w.address = to
		if a, err = x.ask(ctx, w.address, ""); err != nil {
			return err
		}
	}
	switch a.status {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusGone, http.StatusBadRequest:
		return nil // gone since it was linked; what lies there of it is stale
	default:
		return fmt.Errorf("%s: %d: %s", w.address, a.status, strings.TrimSpace(a.body.String()))
	}
	plain := a.body.Bytes()
	x.follow(plain, w.file)
	switch {
	case strings.HasPrefix(w.file, "feeds/"):
		plain = x.pathed(plain, x.base)
	case strings.HasSuffix(w.file, ".html"):
		plain = x.pathed(plain, `href="`+x.prefix())
	}
	modified, _ := http.ParseTime(a.header.Get("Last-Modified")) // none is the zero time
	if err := x.folder.put(w.file, plain, modified); err != nil {
		return err
	}
	return x.twin(ctx, w, a, plain, modified)
}

// twin keeps the compressed forms of a document beside it, for servers that
// look for one. Where compression gains nothing there is none.
func (x *export) twin(ctx context.Context, w wanted, a *answer, plain []byte, modified time.Time) error {
	z, err := x.ask(ctx, w.address, "gzip")
	if err != nil {
		return err
	}
	if z.header.Get("Content-Encoding") != "gzip" {
		return nil
	}
	zipped := z.body.Bytes()
	sameDocument := strings.TrimSuffix(z.header.Get("Etag"), `-gzip"`) == strings.TrimSuffix(a.header.Get("Etag"), `"`)
	if !sameDocument || !bytes.Equal(plain, a.body.Bytes()) {
		if zipped, err = gzipped(plain); err != nil {
			return err
		}
	}
	if err := x.folder.put(w.file+".gz", zipped, modified); err != nil {
		return err
	}
	packed, err := fetch.Brotli(plain)
	if err != nil || len(packed) >= len(zipped) {
		return err
	}
	return x.folder.put(w.file+".br", packed, modified)
}

// prefix is the path of the site, without a trailing slash.
func (x *export) prefix() string {
	u, err := url.Parse(x.base)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.EscapedPath(), "/")
}

// below is a link to this site as an address below its base.
func (x *export) below(link string) (string, bool) {
	p, ok := strings.CutPrefix(link, x.base)
	if !ok {
		p, ok = strings.CutPrefix(link, x.prefix())
	}
	return p, ok && strings.HasPrefix(p, "/")
}

// follow queues what a document links to on this site. Which items a further
// page begins with is said by the link to the next page alone: a source may
// write any other.
func (x *export) follow(body []byte, file string) {
	if file == "opml.xml" {
		x.outlines(body)
		return
	}
	needles := []string{x.base}
	if strings.HasSuffix(file, ".html") {
		needles = append(needles, `href="`+x.prefix())
	}
	for _, n := range needles {
		for at := 0; ; {
			i := bytes.Index(body[at:], []byte(n+"/"))
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(n)
			link := body[at : at+linkEnd(body[at:])]
			at += len(link)
			address := unescaped(link)
			if _, query, _ := strings.Cut(address, "?"); at < len(body) && query != "" {
				if page, ok := pageNumber(query); ok && page > 1 {
					if _, _, ok := nextLink(body[:at+1], body[at+1:], start); !ok {
						continue
					}
				}
			}
			x.want(address)
		}
	}
}

// outlines queues the feeds that the site lists, in every format, and their
// pages.
func (x *export) outlines(body []byte) {
	list, _, err := publish.ReadOPML(bytes.NewReader(body))
	if err != nil {
		return // it is our own; a listing that cannot be read leads nowhere
	}
	for _, o := range list {
		if p, ok := x.below(o.XMLURL); ok {
			x.wantFeed(p)
		}
		if p, ok := x.below(o.HTMLURL); ok {
			x.want(p)
		}
	}
}

// tell says what the export did.
func (x *export) tell(e *env, dir string) {
	f := x.folder
	fmt.Fprintf(e.out, "%s in %s: %d written, %d unchanged, %d removed\n", plural(f.written+f.same, "file"), dir, f.written, f.same, f.removed)
	for _, file := range f.foreign {
		fmt.Fprintf(e.err, "left alone: %s is there already and no export wrote it\n", path.Join(dir, file))
	}
}

// answer is an http.ResponseWriter that keeps what it is told.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// ask asks the site as a reader would, in process. encoding is what the asker
// accepts; empty for none.
func (x *export) ask(ctx context.Context, address, encoding string) (*answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, x.base+address, nil)
	if err != nil {
		return nil, err
	}
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	a := &answer{header: http.Header{}}
	x.site.ServeHTTP(a, r)
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a, ctx.Err()
}
