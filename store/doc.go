// Package store is the contract of golchin's memory: what every engine keeps
// and promises, and the pure rule [Resolve] that says what a new entry makes
// of the items already kept. It holds no SQL; the engines live in the folders
// below, and storetest holds them all to this contract.
//
// The promises:
//
//   - [Store.Commit] writes items, origins, topics and the state of the source
//     in one transaction: a crash never leaves a validator without its items.
//   - An item's id never changes once it was judged and is never given to
//     another item; an absorbed id answers for its survivor for ever.
//   - Keys are added and repointed, never removed: a pruned item does not come
//     back as new.
//   - Sources are handed out under a lease by [Store.Claim], and a commit under
//     a lost lease changes nothing.
//   - Every transaction that changes what readers can see raises the change
//     sequence of the scopes it touched ([Store.Version]), so that other
//     processes notice.
//   - Times are kept in whole milliseconds; a finer part is cut off when a round
//     is committed.
//   - A store folds no text and knows no rules: folded columns, keys, topics
//     and hashes arrive ready in the [Round].
package store
