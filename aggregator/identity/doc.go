// Package identity says who an entry is: by which keys it is known, which
// site it belongs to, which news code and which canonical URL it has.
//
// An entry is the same item as another when they share any key. There are
// four kinds, strongest first (DESIGN §1, §4):
//
//	code:<site>[/<lang>]:<news code>  the site's own article number
//	url:<canonical URL>               the address without what does not identify
//	guid:<source>:<guid>              what the source says; counts only there
//	hash:<source>:<sha256>            headline and raw date, where nothing else is
//
// A link is read in four steps, each in its own file:
//
//	link.go       raw bytes → host, path segments, query, fragment (WHATWG)
//	host.go       www., m., amp., …; other names of one site
//	query.go      tracking parameters; query sorted
//	pattern.go    the site's own rule, if one fires: code and short path
//
// What is known of sites is data: sites/rules.tsv holds the URL shapes of
// content management systems and of single sites, sites/families.tsv says which
// site runs which system, sites/aliases.tsv which hosts are one site.
//
// Two mistakes are possible and they are not equal. Taking one article for two
// shows it twice; taking two for one hides the second for ever. Where a shape
// is not known for sure the package prefers the first: an unknown site's
// numbers count as codes only in the shapes /news/N and /<lang>/news/N, never
// when they look like a date, and query parameters other than tracking stay.
//
// All of it is pure: no network, no clock, no state. [Rules] may be used by
// many goroutines at once.
package identity
