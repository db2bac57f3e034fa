package demo

import (
	"bufio"
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed sites/*.txt
var texts embed.FS

// feed is one document of the miniature web.
type feed struct {
	name, host, title, gloss string
	format                   string // "rss", "rdf", "atom" or "json"
	charset                  string // empty means UTF-8
	language                 string
	newsCode                 string // the rule that feeds.yaml gives the source
	priority                 int
	local                    bool // dates without a zone, in Tehran's time
	broken, down             bool
	articles                 []article
}

// article is one entry of a feed.
type article struct {
	id, link, title, gloss string
	text                   string // paragraphs, a line each
	as, tail               string // words of another feed's article, "feed/id", and what is put behind them
	age                    time.Duration
	after                  time.Duration // comes up so long after the start; age does not count then
	later                  time.Duration // when headline and text become the ones below; 0 means never
	laterTitle, laterText  string
}

// feeds reads the embedded texts once. A broken text is a broken program; the
// tests read them all.
var feeds = sync.OnceValue(func() []feed {
	all, err := readFeeds(texts)
	if err != nil {
		panic("demo: " + err.Error())
	}
	return all
})

// readFeeds reads every feed under sites, by name, and fills in what articles
// take over from others.
func readFeeds(dir fs.FS) ([]feed, error) {
	names, err := fs.Glob(dir, "sites/*.txt")
	if err != nil {
		return nil, err
	}
	var all []feed
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		f, err := readFeed(string(data))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b feed) int { return cmp.Compare(a.name, b.name) })
	return all, takeOver(all)
}

// takeOver gives copies the words of what they copy.
func takeOver(all []feed) error {
	words := map[string]article{}
	for _, f := range all {
		for _, a := range f.articles {
			words[f.name+"/"+a.id] = a
		}
	}
	for i := range all {
		for j := range all[i].articles {
			a := &all[i].articles[j]
			if a.as == "" {
				continue
			}
			from, ok := words[a.as]
			if !ok || from.as != "" {
				return fmt.Errorf("%s/%s: as: %s has no words of its own", all[i].name, a.id, a.as)
			}
			a.title, a.gloss, a.text = from.title, from.gloss, from.text
			if a.tail != "" {
				a.text += "\n" + a.tail
			}
		}
	}
	return nil
}

// readFeed reads one text: the head, then the articles, blank lines between.
func readFeed(data string) (feed, error) {
	var f feed
	set, n := f.set, 0
	open := false // a block has begun
	for sc := bufio.NewScanner(strings.NewReader(data)); sc.Scan(); {
		n++
		line := strings.TrimSpace(sc.Text())
		if strings.HasPrefix(line, "#") {
			continue
		}
		if line == "" {
			open = open && f.name == ""
			continue
		}
		if !open && f.name != "" {
			f.articles = append(f.articles, article{})
			set = f.articles[len(f.articles)-1].set
		}
		open = true
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return f, fmt.Errorf("line %d: want key: value", n)
		}
		if err := set(key, strings.TrimSpace(value)); err != nil {
			return f, fmt.Errorf("line %d: %s: %w", n, key, err)
		}
	}
	return f, nil
}

func (f *feed) set(key, value string) (err error) {
	switch key {
	case "name":
		f.name = value
	case "host":
		f.host = value
	case "title":
		f.title = value
	case "gloss":
		f.gloss = value
	case "format":
		f.format = value
	case "charset":
		f.charset = value
	case "language":
		f.language = value
	case "news_code":
		f.newsCode = value
	case "priority":
		f.priority, err = strconv.Atoi(value)
	case "dates":
		f.local = value == "local"
	case "broken":
		f.broken = value == "yes"
	case "down":
		f.down = value == "yes"
	default:
		return fmt.Errorf("no such key of a feed")
	}
	return err
}

func (a *article) set(key, value string) (err error) {
	switch key {
	case "id":
		a.id = value
	case "link":
		a.link = value
	case "title":
		a.title = value
	case "gloss":
		a.gloss = value
	case "text":
		a.text = strings.TrimPrefix(a.text+"\n"+value, "\n")
	case "as":
		a.as = value
	case "tail":
		a.tail = value
	case "age":
		a.age, err = time.ParseDuration(value)
	case "after":
		a.after, err = time.ParseDuration(value)
	case "later":
		a.later, err = time.ParseDuration(value)
	case "later title":
		a.laterTitle = value
	case "later text":
		a.laterText = value
	default:
		return fmt.Errorf("no such key of an article")
	}
	return err
}

// glosses are the English words of every headline and title that has others.
var glosses = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, f := range feeds() {
		if f.gloss != "" {
			m[plainest(f.title)] = f.gloss
		}
		for _, a := range f.articles {
			if a.gloss != "" {
				m[plainest(a.title)] = a.gloss
			}
		}
	}
	return m
})

// Gloss returns the English of a headline or a feed's title, however it is
// spelt; empty where it is English already, or not of this web.
func Gloss(title string) string { return glosses()[plainest(title)] }

// plainest is s without spaces, with Persian letters for Arabic ones: the
// windows-1256 feed spells its headlines so.
func plainest(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u200c':
			return -1
		case 'ي':
			return 'ی'
		case 'ك':
			return 'ک'
		}
		return r
	}, s)
}
