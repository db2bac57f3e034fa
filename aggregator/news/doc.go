// Package news holds the nouns of golchin: what a source is, what an entry of
// it looks like once read, and what an item is once kept.
//
// The words are used the same way everywhere in the code, in log lines and in
// the documentation:
//
//	source     a feed we poll
//	entry      one element of a document, as its source wrote it
//	item       what we keep, once, however many sources carried it
//	origin     one place an item was seen: source, link, guid, title, time
//	site       the host of an item's link after alias folding, with the
//	           language section where the site counts per language
//	publisher  the name shown for one or more sites
//	story      items of several publishers that tell the same news
//	topic      a named rule that picks items
//	feed       what we publish
//	news code  the site's own number of an article («کد خبر»)
//
// The package imports nothing of ours and does no I/O: every other room may
// lean on it.
package news
