package storetest

import (
	"github.com/google/go-cmp/cmp"
)

func publishedTests() []func(*bench) {
	return []func(*bench){pathsOnceServedAreRemembered, aPathThatComesBackIsNotGone, pathsAreNamedOnce}
}

func (b *bench) published(paths ...string) []string {
	b.t.Helper()
	gone, err := b.Published(b.ctx, paths)
	if err != nil {
		b.t.Fatalf("published %q: %v", paths, err)
	}
	return append([]string{}, gone...)
}

func pathsOnceServedAreRemembered(b *bench) {
	if d := cmp.Diff(b.published("all", "gaza-fa", "source/rahbord"), []string{}); d != "" {
		b.t.Errorf("gone at first (-got +want):\n%s", d)
	}
	if d := cmp.Diff(b.published("all"), []string{"gaza-fa", "source/rahbord"}); d != "" {
		b.t.Errorf("gone (-got +want):\n%s", d)
	}
	if d := cmp.Diff(b.published(), []string{"all", "gaza-fa", "source/rahbord"}); d != "" {
		b.t.Errorf("all gone (-got +want):\n%s", d)
	}
}

func aPathThatComesBackIsNotGone(b *bench) {
	b.published("all", "iran")
	b.published("all")
	if d := cmp.Diff(b.published("iran", "all"), []string{}); d != "" {
		b.t.Errorf("gone after it came back (-got +want):\n%s", d)
	}
}

func pathsAreNamedOnce(b *bench) {
	b.published("iran", "all", "iran")
	if d := cmp.Diff(b.published("all", "all"), []string{"iran"}); d != "" {
		b.t.Errorf("gone (-got +want):\n%s", d)
	}
}
