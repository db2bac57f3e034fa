// Package text knows how words and dates are written: it folds spellings for
// comparison, cleans lines, names languages and reads the dates of the world's
// newsrooms, Persian and Arabic ones first.
//
// Folding yields two keys and never touches the text itself. [Spaced] gives
// lower-case words with one space between them, for terms, shingles and
// search; [Squeezed] gives the same without spaces, the only form in which
// «آتش‌بس», «آتش بس» and «آتشبس» are equal, for the equality of whole titles.
// [Fold] keeps the way back, so that what matched is shown in the text as its
// source wrote it.
//
// Everything here is pure: no clock, no network, no state.
package text
