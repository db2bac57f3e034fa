package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golchin/aggregator/config"
	"golchin/aggregator/news"
	"golchin/aggregator/publish"
	"golchin/store/sqlite"
)

func dirOf(path string) string { return filepath.Dir(abs(path)) }

// runInit writes a starter feeds.yaml and its schema beside it.
func runInit(_ context.Context, e *env, args []string) error {
	var force bool
	if err := e.bare(args, func(fs *flag.FlagSet) { fs.BoolVar(&force, "force", false, "overwrite") }); err != nil {
		return err
	}
	schema := strings.TrimSuffix(e.config, filepath.Ext(e.config)) + ".schema.json"
	for _, f := range []struct {
		path string
		data []byte
	}{{e.config, config.Sample()}, {schema, config.Schema()}} {
		flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
		if force {
			flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
		}
		file, err := os.OpenFile(f.path, flags, 0o644)
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s is there already; -force overwrites it", f.path)
		}
		if err != nil {
			return err
		}
		_, err = file.Write(f.data)
		if err := errors.Join(err, file.Close()); err != nil {
			return fmt.Errorf("write %s: %w", f.path, err)
		}
		fmt.Fprintln(e.out, "wrote", f.path)
	}
	fmt.Fprintln(e.out, "next: golchin check, then golchin serve")
	return nil
}

// withHouse runs a command that needs the wired program.
func (e *env) withHouse(ctx context.Context, args []string, readOnly bool, add func(*flag.FlagSet), do func(*house, []string) error) error {
	rest, err := e.flags(args, add)
	if err != nil {
		return err
	}
	return e.inHouse(ctx, readOnly, func(h *house) error { return do(h, rest) })
}

// inHouse opens the wired program for a command whose flags are read. The
// database has to be there: a mistyped -db must not make an empty one.
func (e *env) inHouse(ctx context.Context, readOnly bool, do func(*house) error) error {
	if _, err := os.Stat(e.db); errors.Is(err, fs.ErrNotExist) && !strings.Contains(e.db, ":") {
		return fmt.Errorf("%s: there is no database yet; `golchin poll` or `golchin serve` makes one", e.db)
	}
	log, err := e.logger()
	if err != nil {
		return err
	}
	h, err := e.open(ctx, log, readOnly)
	if err != nil {
		return err
	}
	defer h.close()
	return do(h)
}

func runBackup(ctx context.Context, e *env, args []string) error {
	var salvage bool
	rest, err := e.flags(args, func(fs *flag.FlagSet) {
		fs.BoolVar(&salvage, "salvage", false, "copy what can still be read of a damaged database")
	})
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return wrongCall("want the file to write, as in: golchin backup golchin-backup.db")
	}
	if salvage {
		return e.salvage(ctx, rest[0])
	}
	return e.inHouse(ctx, false, func(h *house) error {
		if err := h.store.Backup(ctx, rest[0]); err != nil {
			return err
		}
		info, err := os.Stat(rest[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(e.out, "wrote %s, %.1f MB; it is restored by putting it in the place of %s\n", rest[0], float64(info.Size())/1e6, e.db)
		return nil
	})
}

// salvage copies what can still be read of a damaged database.
func (e *env) salvage(ctx context.Context, to string) error {
	out, err := sqlite.Salvage(ctx, e.db, to)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "wrote %s: %s of %s, %s", to, plural(out.Items, "item"), plural(out.Sources, "source"), plural(out.Keys, "key"))
	switch {
	case len(out.Torn) == 0:
		fmt.Fprint(e.out, "; all of it could be read")
	case out.Before > out.Items:
		fmt.Fprintf(e.out, "; %s lost", plural(out.Before-out.Items, "item"))
	default:
		fmt.Fprintf(e.out, "; no item lost, but parts of %s", strings.Join(out.Torn, ", "))
	}
	fmt.Fprintf(e.out, "\nput it in the place of %s and start golchin: it files the items anew\n", e.db)
	return nil
}

func runPrune(ctx context.Context, e *env, args []string) error {
	return e.withHouse(ctx, args, false, nil, func(h *house, rest []string) error {
		if len(rest) > 0 {
			return wrongCall("unexpected %q", rest[0])
		}
		agg, err := h.aggregator(ctx, nil, nil)
		if err != nil {
			return err
		}
		n, err := agg.Prune(ctx)
		fmt.Fprintf(e.out, "%s deleted; their keys stay, so none comes back as new\n", plural(n, "item"))
		return err
	})
}

func itemID(s string) (news.ItemID, error) {
	id := strings.ToLower(strings.TrimSuffix(s, "/"))
	id = strings.TrimPrefix(id[strings.LastIndexByte(id, '/')+1:], "urn:uuid:")
	parts := strings.Split(id, "-")
	ok := len(parts) == 5
	for i, n := range []int{8, 4, 4, 4, 12} {
		ok = ok && len(parts[i]) == n && strings.Trim(parts[i], "0123456789abcdef") == ""
	}
	if !ok {
		return "", wrongCall("%s: want the whole id of an item, or the address of its page, as in: 0b1f0a52-6a1c-5a0e-9d7c-3f2f3c1a9c11", s)
	}
	return news.ItemID("urn:uuid:" + id), nil
}

func runOPML(_ context.Context, e *env, args []string) error {
	if err := e.bare(args, nil); err != nil {
		return err
	}
	cfg, err := e.load()
	if err != nil {
		return err
	}
	list := publish.List{Title: cfg.Site.Title}
	for _, s := range cfg.Sources {
		if s.Private {
			continue
		}
		o := publish.Outline{Title: s.DisplayTitle(), XMLURL: s.URLs[0], Language: s.Language}
		if s.Site != "" {
			o.HTMLURL = "https://" + s.Site + "/"
		}
		list.Outlines = append(list.Outlines, o)
	}
	if err := publish.WriteOPML(e.out, list); err != nil {
		return err
	}
	fmt.Fprintln(e.out)
	return nil
}
