// Package web serves what golchin publishes: feeds, pages and health, from the
// store alone. It polls nothing and changes nothing.
//
// A feed is rendered when somebody asks for it and kept until the store's
// change sequence says that something in it changed; a burst on a cold feed
// renders once. The bytes depend on the items only, so every replica serves
// the same ones under the same ETag.
package web
