package storetest

import (
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unicode"

	"golchin/store"
)

// Run holds the store that open returns to the contract. open is called once a
// subtest and returns an empty store that ends with the test.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, group := range []struct {
		name  string
		tests []func(*bench)
	}{
		{"Source", sourceTests()},
		{"Commit", commitTests()},
		{"Merge", mergeTests()},
		{"Query", queryTests()},
		{"Judge", judgeTests()},
		{"Refile", refileTests()},
		{"Page", pageTests()},
		{"Care", careTests()},
		{"Face", faceTests()},
		{"Published", publishedTests()},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, f := range group.tests {
				t.Run(promise(f), func(t *testing.T) { f(newBench(t, open)) })
			}
		})
	}
}

// promise is the name of a test function in words.
func promise(f func(*bench)) string {
	name := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
	name = name[strings.LastIndex(name, ".")+1:]
	var out strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			out.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		out.WriteRune(r)
	}
	return out.String()
}
