package config

import (
	"reflect"

	"go.yaml.in/yaml/v4"
)

// The structs of this file are feeds.yaml as it is written: their yaml tags
// are every key there is, their other tags are the JSON Schema of it
// (schema_test.go holds both together).

type document struct {
	Site        siteKeys      `yaml:"site" jsonschema_description:"Who publishes: golchin itself, as it presents itself to readers."`
	Fetch       fetchKeys     `yaml:"fetch" jsonschema_description:"How sources are asked. Every bound has a default."`
	Defaults    sourceKeys    `yaml:"defaults" jsonschema_description:"Any key of a source but name, url and title, for all sources: scalars are overridden there, lists replaced."`
	Publishers  []publisher   `yaml:"publishers" jsonschema_description:"Names and hosts that belong together."`
	Sources     []sourceEntry `yaml:"sources" jsonschema_description:"The feeds that are polled."`
	Topics      []topicEntry  `yaml:"topics" jsonschema_description:"Named rules that pick items; each is a feed of its own too."`
	Feeds       []feedEntry   `yaml:"feeds" jsonschema_description:"What is published beside all, one feed a topic and one a source, or refines one of those."`
	Withhold    []withheld    `yaml:"withhold" jsonschema_description:"Items that are published nowhere, by their link or id: the list for publishers who ask."`
	Corrections string        `yaml:"corrections" jsonschema_description:"File of kept splits and merges, relative to feeds.yaml."`
	Tracking    string        `yaml:"tracking" jsonschema_description:"File of further tracking parameters in the format of ClearURLs, relative to feeds.yaml."`
}

type siteKeys struct {
	Title    string   `yaml:"title" jsonschema_description:"Name of the site. Default: golchin."`
	URL      string   `yaml:"url" jsonschema:"format=uri" jsonschema_description:"Public address, with the path of a reverse proxy if there is one. Without it links follow the request's host, on loopback only."`
	Language language `yaml:"language" jsonschema_description:"Language of the pages, whatever the content's is. Default: en."`
	Timezone zone     `yaml:"timezone" jsonschema_description:"Zone of the pages and of cron lines without CRON_TZ. Default: UTC."`
	Contact  string   `yaml:"contact" jsonschema_description:"Address or page of whoever runs the site, shown to readers. Default: fetch.contact."`
}

type fetchKeys struct {
	Contact         string   `yaml:"contact" jsonschema_description:"Page or e-mail address named in the User-Agent, so that publishers can reach you. Default: site.url."`
	AllowPrivate    []prefix `yaml:"allow_private" jsonschema_description:"Ranges of addresses that may be fetched although they are private."`
	PerHost         int      `yaml:"per_host" jsonschema:"minimum=1,maximum=16,default=1" jsonschema_description:"Requests to one host at once."`
	HostSpacing     duration `yaml:"host_spacing" jsonschema:"default=1s" jsonschema_description:"Between two requests to one public host; 0 on allowed private ones."`
	MinInterval     duration `yaml:"min_interval" jsonschema:"default=15m" jsonschema_description:"Floor between two polls of a source. Below 15m it acts on allowed private addresses only."`
	RedirectConfirm duration `yaml:"redirect_confirm" jsonschema:"default=24h" jsonschema_description:"How long a permanent redirect must be seen before it is adopted."`
	Timeout         duration `yaml:"timeout" jsonschema:"default=30s" jsonschema_description:"Of one whole request."`
	MaxBody         size     `yaml:"max_body" jsonschema:"default=10MB" jsonschema_description:"Largest document after decompression."`
	Concurrency     int      `yaml:"concurrency" jsonschema:"minimum=1,maximum=256,default=16" jsonschema_description:"Requests at once, over all hosts."`
}

type publisher struct {
	Name  string `yaml:"name" jsonschema:"required" jsonschema_description:"The name that is shown."`
	Hosts []host `yaml:"hosts" jsonschema:"required" jsonschema_description:"Its hosts. Those that differ in their top-level domain or a label like www only are one site, which goes by the first of them; others are sites of their own."`
}

type sourceEntry struct {
	Name  slug     `yaml:"name" jsonschema:"required" jsonschema_description:"Stable name: the source's identity in the store, in addresses and in logs."`
	Title string   `yaml:"title" jsonschema_description:"What people read. Default: the name."`
	URL   string   `yaml:"url" jsonschema:"oneof_required=url" jsonschema_description:"Address of the document, or a file path relative to feeds.yaml."`
	URLs  []string `yaml:"urls" jsonschema:"oneof_required=urls,minItems=1" jsonschema_description:"Mirrors of one document, tried in order."`

	sourceKeys `yaml:",inline"`
}

// sourceKeys are the keys of a source that defaults: may set for all.
type sourceKeys struct {
	Site         host              `yaml:"site" jsonschema_description:"Host of the site the source speaks for. Default: the host of its url."`
	Language     language          `yaml:"language" jsonschema_description:"Of entries that name none."`
	Timezone     zone              `yaml:"timezone" jsonschema_description:"Zone of dates written without one. Default: UTC."`
	Charset      string            `yaml:"charset" jsonschema_description:"Encoding assumed when neither HTTP nor the document names one that fits. Default: windows-1252."`
	Schedule     string            `yaml:"schedule" jsonschema:"default=@every 30m,maxLength=256" jsonschema_description:"When to poll: a cron line (with CRON_TZ=Zone in front if it is not site.timezone's), @hourly or @every 30m."`
	Keep         duration          `yaml:"keep" jsonschema:"default=90d" jsonschema_description:"How long an item is kept after it was last seen; forever is allowed."`
	Priority     int               `yaml:"priority" jsonschema:"minimum=-1000,maximum=1000,default=0" jsonschema_description:"Whose copy is the face of a story: higher wins."`
	NewsCode     string            `yaml:"news_code" jsonschema:"format=regex" jsonschema_description:"Regular expression with one group that finds the article number in a link, for sites the built-in rules don't know."`
	FullText     bool              `yaml:"full_text" jsonschema_description:"Read the article page of every new item; robots.txt is obeyed."`
	SummaryOnly  bool              `yaml:"summary_only" jsonschema_description:"Publish only headline and a short excerpt of its items, but for feeds with a token."`
	Private      bool              `yaml:"private" jsonschema_description:"Items seen only here appear in feeds with a token and nowhere else."`
	Headers      map[string]secret `yaml:"headers" jsonschema_description:"Sent with every request. Values may be ${NAME} or file:PATH."`
	Auth         authKeys          `yaml:"auth" jsonschema_description:"HTTP basic authentication."`
	UserAgent    string            `yaml:"user_agent" jsonschema_description:"Instead of golchin's own."`
	Proxy        secret            `yaml:"proxy" jsonschema_description:"http://, https:// or socks5:// address of a proxy."`
	TLS          tlsKeys           `yaml:"tls" jsonschema_description:"Certificate checks."`
	AllowPrivate []prefix          `yaml:"allow_private" jsonschema_description:"Private ranges this source may be fetched from, beside fetch.allow_private."`
}

type authKeys struct {
	Username string `yaml:"username" jsonschema:"required"`
	Password secret `yaml:"password" jsonschema:"required" jsonschema_description:"May be ${NAME} or file:PATH."`
}

type tlsKeys struct {
	Insecure bool   `yaml:"insecure" jsonschema_description:"Accept any certificate; shown in status."`
	CA       string `yaml:"ca" jsonschema_description:"PEM file of additional roots, relative to feeds.yaml."`
}

type topicEntry struct {
	Use          slug               `yaml:"use" jsonschema:"anyof_required=use" jsonschema_description:"A topic of the shipped library, which the other keys extend."`
	Slug         slug               `yaml:"slug" jsonschema:"anyof_required=slug" jsonschema_description:"Name in addresses. Default with use: the library's."`
	Title        titles             `yaml:"title" jsonschema_description:"What people read: text, or text by language."`
	Match        string             `yaml:"match" jsonschema_description:"The rule as a query: words, \"phrases\", AND OR NOT, ( ), prefix*, =exact, NEAR/n, /regexp/, field:value. Replaces a library topic's terms."`
	Terms        map[language]terms `yaml:"terms" jsonschema_description:"The rule as groups of alternatives by language. With use: added to the library's."`
	Languages    []language         `yaml:"languages" jsonschema_description:"Only items in these languages."`
	Sources      []slug             `yaml:"sources" jsonschema_description:"Only items of these sources."`
	NotLanguages []language         `yaml:"not_languages" jsonschema_description:"Never items in these languages."`
	NotSources   []slug             `yaml:"not_sources" jsonschema_description:"Never items of these sources."`
	Examples     examples           `yaml:"examples" jsonschema_description:"Texts that must and must not match; golchin check tries them."`
}

type terms struct {
	All    [][]string `yaml:"all" jsonschema_description:"At least one term of every group must be there."`
	None   []string   `yaml:"none" jsonschema_description:"None of these may be there …"`
	Unless []string   `yaml:"unless" jsonschema_description:"… unless one of these is there too."`
}

type examples struct {
	Yes []string `yaml:"yes"`
	No  []string `yaml:"no"`
}

type feedEntry struct {
	Slug        slug       `yaml:"slug" jsonschema:"required" jsonschema_description:"Name in addresses. The slug of a topic, of a source or all refines the feed that exists without being listed."`
	Title       string     `yaml:"title" jsonschema_description:"What people read. Default: the topic's or source's title, else the slug."`
	Description string     `yaml:"description"`
	Topics      []slug     `yaml:"topics" jsonschema_description:"Any of these."`
	Sources     []slug     `yaml:"sources" jsonschema_description:"Any of these."`
	Languages   []language `yaml:"languages" jsonschema_description:"Any of these."`
	Match       string     `yaml:"match" jsonschema_description:"A query that narrows."`
	Not         string     `yaml:"not" jsonschema_description:"A query that excludes."`
	Stories     string     `yaml:"stories" jsonschema:"enum=same-text,enum=collapse,enum=all,default=same-text" jsonschema_description:"What becomes of items that tell the same news: near-verbatim copies share an entry, or all of a story do, or none."`
	Limit       int        `yaml:"limit" jsonschema:"minimum=1,maximum=1000,default=100" jsonschema_description:"Entries at most."`
	Share       int        `yaml:"share" jsonschema:"minimum=1,maximum=100,default=50" jsonschema_description:"Percentage of the newest page that one source may take while others have something to show; 100 sets no bound."`
	Token       secret     `yaml:"token" jsonschema_description:"Makes the feed private, under /p/TOKEN/. At least 16 letters, digits, - or _; may be ${NAME} or file:PATH."`
	Aliases     []slug     `yaml:"aliases" jsonschema_description:"Older slugs that lead here."`
	IDs         string     `yaml:"ids" jsonschema:"enum=own,enum=source,default=own" jsonschema_description:"Whether entries carry golchin's ids or, where nobody else claimed it, the source's."`
	Content     string     `yaml:"content" jsonschema:"enum=feed,enum=full,default=feed" jsonschema_description:"Whether text read from article pages is published. Default with a token: full."`
}

// titles is a text, or a text by language; the key "" holds the former.
type titles map[string]string

func (t *titles) decode(r *reader, n *yaml.Node, w where) {
	if n.Kind == yaml.ScalarNode {
		r.scalar(n, t, false, func(s string) error { *t = titles{"": s}; return nil })
		return
	}
	byLanguage := map[language]string{}
	r.at[&byLanguage] = r.at[t]
	r.dict(n, reflect.ValueOf(&byLanguage).Elem(), w)
	*t = titles{}
	for l, s := range byLanguage {
		(*t)[string(l)] = s
	}
}
