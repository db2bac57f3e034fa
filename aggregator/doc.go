// Package aggregator is the engine of golchin. It calls the rooms in order and
// decides nothing itself: decisions are pure functions ([decide], store.Resolve,
// topic.Set.Classify, story.Judge) that take values and return values.
//
// The tour, along the way an item takes:
//
//	schedule  cron specs say how often we look; the store says what is due
//	fetch     one polite conditional request; 304, 410, 429 and 5xx are values
//	parse     bytes become entries, with everything saved that a person could read
//	identify  news code, canonical URL, guid, content hash
//	classify  compiled topic rules over folded text
//	decide    the source's next state and next poll, pure
//	commit    one transaction for the items and the state of up to 64 polls
//	relate    new and changed items are judged for their story, then published
//	publish   rendered by the web room, kept until something changed
//	report    one log line a poll, a state for `golchin status`
//
// [Aggregator.Run] is the life of `golchin serve`; [Aggregator.Poll] is one
// round of `golchin poll`.
package aggregator
