package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts types commands as a newcomer does and holds the answers to their
// words, streams and exit codes. $WEB serves the files of a script's web folder
// on loopback.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			web := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(env.WorkDir, "web"))))
			env.Defer(web.Close)
			bin := filepath.Join(env.WorkDir, "bin")
			if err := os.Mkdir(bin, 0o755); err != nil {
				return err
			}
			self, err := os.Executable()
			if err != nil {
				return err
			}
			if err := os.Symlink(self, filepath.Join(bin, "golchin")); err != nil {
				return err
			}
			env.Setenv("WEB", web.URL)
			env.Setenv("PATH", bin)
			env.Setenv(asProgram, "1")
			env.Setenv("TMPDIR", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": scriptExit,
			"fill": scriptFill,
		},
	})
}

// scriptExit runs golchin and holds its exit code to the first argument.
func scriptExit(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec("golchin", args[1:]...)
	got := "0"
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = string(rune('0' + exit.ExitCode()))
	} else if err != nil {
		ts.Fatalf("golchin: %v", err)
	}
	if got != args[0] {
		ts.Fatalf("golchin %v: exit %s, want %s", args[1:], got, args[0])
	}
}

// scriptFill puts the address of the script's web into files.
func scriptFill(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := os.Expand(ts.ReadFile(name), func(v string) string { return ts.Getenv(v) })
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o644))
	}
}
