// Package story decides which items tell the same news, and says why.
//
// Bands gives the few index keys by which later items find an item; Judge
// weighs an item against what was found and places it in a same-text group
// (near-verbatim copies) and in a story (the same news, told again). Explain
// shows the weighing of two items.
//
// A wrong merge hides news and is worse than ten missed ones: what the texts
// agree on is weighed first, then a row of vetoes looks for the one thing that
// makes them different news.
//
// Everything here is pure: no clock, no store, no state.
package story
