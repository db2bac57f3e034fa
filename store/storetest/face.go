package storetest

import (
	"github.com/google/go-cmp/cmp"

	"golchin/aggregator/news"
	"golchin/store"
)

func faceTests() []func(*bench) { return []func(*bench){bareItemsTellTheirFaces} }

func bareItemsTellTheirFaces(b *bench) {
	whole := b.shelf()
	got := b.items(store.Query{Private: true, Limit: 1000, Bare: true, Faces: true})
	want := make([]news.Item, len(whole))
	for i, it := range whole {
		want[i] = news.Item{ID: it.ID, Sort: it.Sort, Face: news.Face{Source: it.Face.Source, Private: it.Face.Private}}
	}
	if d := cmp.Diff(got, want); d != "" {
		b.t.Errorf("bare items with faces (-got +want):\n%s", d)
	}
	for _, it := range b.items(store.Query{Limit: 5, Bare: true}) {
		if it.Face != (news.Face{}) {
			b.t.Errorf("a bare item tells its face unasked: %+v", it.Face)
		}
	}
}
