// Package storetest holds every engine to the contract of package store: one
// subtest a promise. An engine's test calls [Run] with a function that opens
// an empty store.
package storetest
