// Package story decides which items tell the same news, and says why.
//
// Bands gives the few index keys by which later items find an item; Judge
// weighs an item against what was found and places it in a same-text group
// (near-verbatim copies) and in a story (the same news, told again). Explain
// shows the weighing of two items.
//
// A wrong merge hides news and is worse than ten missed ones. So the weighing
// has two halves. The score says how much headlines, leads and texts agree:
// words weigh by how rare they are, a lexicon of places, names, newsrooms and
// happenings makes one of several spellings and synonyms, and words that one
// side replaces cost more than words one side adds. The vetoes look for the one
// thing that makes it other news whatever the score: another number, day, deed,
// place, person or speaker, a denial, an opposite, an announcement against the
// event, a column or a template with its gap filled anew. A toll that grows by
// leaps within a day is an update, not another number. Days are those that
// headline and lead name, in two calendars, by weekday or as seen from their
// date; deeds are the kinds of events that lexicon/deeds.txt tells apart.
//
// What two items must reach grows with the time between them, is higher for
// headlines without texts, for two articles of one site and for what happens
// again and again, and stands on a plain: the evaluation moves it up and down
// to show that. It is lower the more independent signs there are of one event:
// one deed, one number, several names. A paraphrase without any must agree more.
//
// Stories do not chain: one member that agrees does not bring an item in
// against the others. An id that was published stays: founders keep their
// story, a late merge goes on under the older one. What operators merged or
// split goes before everything, so far as the judge sees the items: Partners
// names those that belong among the neighbours.
//
// Everything here is pure: no clock, no store, no state. A Memory only saves
// reading the same neighbours anew.
package story
