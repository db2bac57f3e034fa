// Package topic decides what an item is about, and says why.
//
// One query language serves topics, ad-hoc feeds and the search page:
//
//	غزه آتش‌بس            both words; AND may be written
//	غزه OR "نوار غزه"      either; quotes, “curly” ones and «guillemets» make phrases
//	-لبنان, NOT لبنان      without it
//	(a OR b) c            parentheses
//	آتش*                  words that begin so
//	=حماس                 the bare word, without the endings its language allows
//	غزه NEAR/5 آتش‌بس      with at most five words between them, in any order
//	/ceasefire|truce/i    a regular expression (RE2), tried on the text as written
//	                      and, with its letters folded, on the folded text
//	title:غزه             a field: title text code source site publisher lang
//	                      category author link topic; after: and before: take dates,
//	                      years before 1700 being Jalali
//
// Both sides are folded ([text.Spaced]), so spelling never matters, and a
// plain word takes the endings and beginnings of the language of the text it
// is looked for in: Persian plurals and ezafe, the Arabic particles and the
// article, Hebrew prefixes, Turkish suffixes, Russian endings, the English
// plural. A half-space (U+200C) inside a word is an optional join: «آتش‌بس»
// finds «آتشبس» and «آتش بس» too. Of a term of several words Persian, Turkish,
// Russian and English endings are allowed on the last one only.
//
// A topic is such a query, or groups of terms by language: at least one term
// of every group, and none of the none-terms unless an unless-term is there. A
// term is a word or phrase as above, without quotes; "a NEAR/n b" is two of
// them with at most n words between, in any order.
// [Compile] puts all topics into one automaton, so that an item is read once
// however many topics there are.
//
// # What a topic reads
//
// Topics judge an item by its title and its lead: the summary as [Doc.Lead]
// tells, in any case the first [LeadRunes] runes of the text. Behind the lead
// a mention is often only background, so there a group holds by three
// occurrences of its terms, and only if another group holds in title or lead;
// none-terms and plain words of queries are not looked for there at all. The query "text:word" reads the whole text. In
// searches and ad-hoc feeds every word is looked for in title and whole text.
package topic
