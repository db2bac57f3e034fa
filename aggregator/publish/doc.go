// Package publish writes what readers fetch: a feed and its items as RSS 2.0,
// Atom 1.0 or JSON Feed 1.1, and lists of feeds as OPML 2.0.
//
// It is pure. The same head and the same elements give the same bytes, on every
// machine and in every process: there is no clock in here, no map decides an
// order, and every time that goes out came in. So the bytes can be hashed into
// an ETag, kept, and compared.
//
// Every document passes through github.com/gorilla/feeds, which this package
// alone imports. Our types embed its structs and shadow those of their fields
// that come out wrong (authors without an address, categories without a
// scheme, a source without a URL, JSON attachments without a size), or that it
// does not have at all (rel=self, languages, several enclosures).
//
// What a source wrote is cleaned on its way in; it is judged a second time on
// its way out. Titles become one line with balanced bidi controls, markup is
// walked once more with a list of allowed elements and comes out nested
// properly, links are absolute http(s) URLs without a user's name in them, and
// nothing that XML forbids is left. What only private sources carried is left
// out of every feed that is not private itself.
package publish
