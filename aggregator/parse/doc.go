// Package parse turns the bytes of a fetched feed into a news.Document: RSS
// 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.
//
// gofeed does the reading; this package stands around it, because gofeed loses
// a whole feed for one bad byte and loses items after one missing end tag. The
// order of work:
//
//	decode    gunzip, find the charset, make clean UTF-8         (decode.go)
//	prolog    find the root, read simple DTD entities, drop both (prolog.go)
//	outline   one strict pass: limits, item spans, raw children  (outline.go)
//	mend      only when the outline met a fault: write the document
//	          again so that it is well formed                    (mend.go)
//	read      gofeed, under ctx and recover                      (read.go)
//	salvage   only when gofeed returned fewer items than the
//	          outline counted: item by item in the feed's head   (salvage.go)
//	build     rss.go, atom.go, json.go: gofeed's values, with what it drops
//	          or bends taken from the outline; links absolute, HTML
//	          sanitised, dates read by package text
//
// Whatever was mended is told in words in Document.Repaired and
// Entry.Repaired; whatever could not be kept is counted in Document.Dropped.
package parse
