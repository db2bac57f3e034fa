package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// folder is what an export writes into. It may hold other people's files: only
// those that an export wrote are ever changed or removed, and a list of them is
// kept beside. Every file is written whole under another name first, so that
// whoever looks finds the old or the new one.
type folder struct {
	root    *os.Root
	lock    *os.File
	journal *os.File
	made    map[string]bool // files that this or an earlier export wrote
	kept    map[string]bool // files of this export
	temps   int             // temporary files so far, for their names

	written, same, removed int
	foreign                []string // files that are in the way
}

// Names of what an export keeps for itself.
const (
	exportOwn      = ".golchin"
	exportManifest = exportOwn + "/files"
	exportTemp     = exportOwn + "/new-"
	exportNotice   = "# Files that golchin export wrote here. It changes and removes no others.\n"
)

// openFolder makes dir where it is missing and reads what earlier exports wrote
// there. Two exports into one folder would remove each other's files, so the
// second one fails.
func openFolder(dir string) (*folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &folder{root: root, made: map[string]bool{}, kept: map[string]bool{}}
	if err := f.open(dir); err != nil {
		_ = f.close()
		return nil, err
	}
	return f, nil
}

func (f *folder) open(dir string) error {
	err := f.root.Mkdir(exportOwn, 0o755)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if f.lock, err = f.root.Open(exportOwn); err != nil {
		return err
	}
	if err := syscall.Flock(int(f.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return fmt.Errorf("%s: another export writes there now", dir)
		}
		return fmt.Errorf("lock %s: %w", filepath.Join(dir, exportOwn), err)
	}
	if err := f.clean(); err != nil {
		return err
	}
	list, err := f.root.ReadFile(exportManifest)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	whole := list[:bytes.LastIndexByte(list, '\n')+1] // a kill may have cut the last line, before its file was there
	for line := range strings.Lines(string(whole)) {
		if file := strings.TrimSuffix(line, "\n"); !strings.HasPrefix(file, "#") && filepath.IsLocal(file) {
			f.made[file] = true
		}
	}
	if len(list) == 0 || len(whole) < len(list) {
		if err := f.list(slices.Sorted(maps.Keys(f.made))); err != nil {
			return err
		}
	}
	f.journal, err = f.root.OpenFile(exportManifest, os.O_APPEND|os.O_WRONLY, 0o644)
	return err
}

// clean removes what a killed export left half written.
func (f *folder) clean() error {
	names, err := f.lock.Readdirnames(-1)
	if err != nil {
		return err
	}
	for _, n := range names {
		if strings.HasPrefix(exportOwn+"/"+n, exportTemp) {
			if err := f.root.Remove(exportOwn + "/" + n); err != nil {
				return err
			}
		}
	}
	return nil
}

// close ends the export's hold on the folder.
func (f *folder) close() error {
	var errs []error
	for _, x := range []*os.File{f.journal, f.lock} {
		if x != nil {
			errs = append(errs, x.Close())
		}
	}
	return errors.Join(append(errs, f.root.Close())...)
}

// earlier are the files of earlier exports, sorted.
func (f *folder) earlier() []string { return slices.Sorted(maps.Keys(f.made)) }

// put makes a file hold body. One that does already is not touched. The time of
// a changed file is modified, so that a static server tells the same as ours,
// unless that would not be later than it was: then a reader's If-Modified-Since
// would hide the change.
func (f *folder) put(file string, body []byte, modified time.Time) error {
	old, err := f.root.ReadFile(file)
	switch {
	case err == nil && !f.made[file]:
		if !bytes.Equal(old, body) {
			f.foreign = append(f.foreign, file)
		}
		return nil
	case err == nil && bytes.Equal(old, body):
		f.kept[file] = true
		f.same++
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if info, err := f.root.Stat(file); err == nil && !modified.After(info.ModTime()) {
		modified = time.Time{}
	}
	if !f.made[file] { // told first: a kill must not leave a file that nobody knows
		if _, err := f.journal.WriteString(file + "\n"); err != nil {
			return err
		}
		f.made[file] = true
	}
	if err := f.write(file, body, modified); err != nil {
		return err
	}
	f.kept[file] = true
	f.written++
	return nil
}

// write writes a file under another name and renames it. A zero time is now.
func (f *folder) write(file string, body []byte, modified time.Time) error {
	if err := f.root.MkdirAll(path.Dir(file), 0o755); err != nil {
		return err
	}
	f.temps++
	temp := fmt.Sprintf("%s%d", exportTemp, f.temps)
	if err := f.root.WriteFile(temp, body, 0o644); err != nil {
		return err
	}
	if !modified.IsZero() {
		if err := f.root.Chtimes(temp, modified, modified); err != nil {
			return err
		}
	}
	return f.root.Rename(temp, file)
}

// removeStale removes what earlier exports wrote and this one did not, with the
// folders that this empties, and brings the list up to date.
func (f *folder) removeStale() error {
	for _, file := range f.earlier() {
		if f.kept[file] {
			continue
		}
		if err := f.root.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		f.removed++
		for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
			if f.root.Remove(dir) != nil {
				break // there is something in it
			}
		}
		delete(f.made, file)
	}
	return f.list(f.earlier())
}

// list writes the list of files unless it is that already.
func (f *folder) list(files []string) error {
	text := []byte(exportNotice + strings.Join(append(files, ""), "\n"))
	if old, err := f.root.ReadFile(exportManifest); err == nil && bytes.Equal(old, text) {
		return nil
	}
	return f.write(exportManifest, text, time.Time{})
}

// gzipped is body compressed.
func gzipped(body []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.Bytes(), err
}
