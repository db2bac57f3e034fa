// Package demo is a miniature web inside the program: a dozen publishers in
// Persian, Arabic, English, Hebrew and Turkish that do not exist, with all the
// habits of those that do.
//
//	Handler   serves their feeds: RSS 2.0, RSS 1.0, Atom and JSON Feed
//	Config    is the feeds.yaml that reads them
//	Gloss     says in English what a headline says
//
// What is told there was invented for it. It shows what golchin is for: an
// agency's text that two papers copy under their own numbers and addresses,
// one article under many spellings of its address, a retelling, a corrected
// headline, an article that comes up while the demo runs, the same number at
// two publishers, a document in windows-1256, a broken one, a source that is
// down, and news that looks like the topic and is not.
//
// The texts are in sites/*.txt, one feed a file: a head, then articles, each a
// block of "key: value" lines. All dates count from the start, so that the
// demo is as fresh as the day.
package demo
