// Package article reads an article page: strangers' HTML in, the article's own
// text and what the page says of it out.
//
// The order of work:
//
//	decode     bytes to UTF-8                                     (decode.go)
//	strain     one pass over the tokens: limits, scripts and styles out,
//	           JSON-LD put aside                                  (strain.go)
//	metadata   og:*, article:*, canonical, JSON-LD                (metadata.go)
//	headline   where the article begins                           (headline.go)
//	furniture  menus, lists of links, related news, comments,
//	           share boxes and advertisements out                 (furniture.go)
//	lines      what is printed around the text: news codes, date
//	           lines, source lines                                (lines.go, dates.go)
//	body       readability's main text, its tail cut, sanitised   (body.go)
//	attribute  whom the text was taken from                       (attribute.go, forms.go)
//
// Old article pages are made anew on every visit: their menus, tickers and
// boxes of latest news are of the day of the visit, not of the article. None
// of it may reach the text, since topics and stories are judged by it.
package article
