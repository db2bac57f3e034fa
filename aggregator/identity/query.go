package identity

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// param is one query parameter, decoded and folded.
type param struct{ name, value string }

// trackingNames say where a reader came from, never what is read. Names that
// elsewhere are part of an address (ref, source, mod, id, p, page) are not
// here: see feedValued.
var trackingNames = nameSet(
	"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "msclkid", "yclid", "ysclid", "twclid", "ttclid",
	"igshid", "igsh", "li_fat_id", "mibextid", "epik", "srsltid", "_ga", "_gl", "_branch_match_id", "_hsenc", "_hsmi", "__hstc",
	"__hssc", "__hsfp", "hsctatracking", "mc_cid", "mc_eid", "mkt_tok", "oly_enc_id", "oly_anon_id", "vero_id", "vero_conv",
	"wickedid", "rb_clickid", "s_cid", "ml_subscriber", "ml_subscriber_hash", "ck_subscriber_id", "nr_email_referer",
	"traffic_source", "ncid", "cmpid", "xtor", "wt_mc", "wt.mc_id", "wt.mc_ev", "wtmc", "icid", "intcmp", "int_source", "guccounter",
	"guce_referrer", "guce_referrer_sig", "spm", "ocid", "ftag", "smid", "smtyp", "sr_share", "taid", "srnd", "ito",
	"__twitter_impression", "ref_src", "ref_url", "fb_ref", "fb_source", "fb_action_ids", "fb_action_types", "action_object_map",
	"action_type_map", "action_ref_map", "hootpostid", "sc_channel", "sc_campaign", "echobox", "xing_share", "share_source",
	"feature_source", "leadsource", "emci", "emdi", "ceid", "phpsessid", "jsessionid", "aspsessionid", "cfid", "cftoken",
	"nsukey", "maca", "wprov", "__s", "_openstat", "yadclid", "ymclid", "zanpid", "trk_contact", "trk_msg", "trk_module", "at_xt",
	"feedname", "feedtype", "partnerfeed", "__source", "algo_pvid", "usqp", "amp_js_v", "amp_gsa", "_x_tr_sl", "_x_tr_tl", "_x_tr_hl", "_x_tr_pto",
)

// trackingPrefixes are the first letters of whole families of them: utm_* of
// most, at_* of the BBC, and so on.
var trackingPrefixes = [...]string{
	"utm_", "utm-", "at_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "itm_", "ns_", "stm_", "wt_zmc", "cm_mmc", "vgo_", "gaa_", "__cf_",
}

// feedValued are names that identify at some sites and track at others; what
// their value says decides: mod=rss_Technology (WSJ), source=rss----d12c (Medium),
// src=rss (Medscape), ref=feed.
var feedValued = nameSet(
	"ref", "source", "src", "mod", "partner", "emc", "from", "origin", "via", "medium", "feed", "format", "channel", "campaign", "cmp", "ref_type",
	"referrer", "referer", "refer", "cid", "sf", "type",
)

func nameSet(names ...string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := make(map[string]bool, len(names))
		for _, n := range names {
			set[n] = true
		}
		return set
	})
}

// tracking tells whether p, in a URL of host, only tracks.
func tracking(host string, p param) bool {
	name := strings.ToLower(p.name)
	for _, prefix := range trackingPrefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	if trackingNames()[name] {
		return true
	}
	value := strings.ToLower(p.value)
	if feedValued()[name] {
		return feedValue(value)
	}
	switch name {
	case "rss", "amp", "print", "printable":
		return value == "" || value == "1" || value == "true" || value == "yes"
	case "outputtype", "output":
		return value == "amp"
	case "m":
		return (value == "0" || value == "1") && strings.Contains(host, "blogspot.")
	case "gift", "unlocked_article_code", "sh", "st", "reflink", "mbid", "tpcc":
		return payLink(host)
	}
	return false
}

// feedValue tells whether value names a feed and nothing else.
func feedValue(value string) bool {
	rest, ok := strings.CutPrefix(value, "rss")
	if !ok {
		return value == "feed" || value == "feeds" || value == "feedburner" || value == "atom"
	}
	return rest == "" || strings.IndexByte("0123456789_-:./", rest[0]) >= 0 || rest == "feed" || rest == "2.0"
}

// payLink tells of papers that sign the links their readers share.
func payLink(host string) bool {
	switch registrable(host) {
	case "theatlantic.com", "nytimes.com", "wsj.com", "bloomberg.com", "forbes.com", "newyorker.com", "wired.com", "techcrunch.com", "washingtonpost.com":
		return true
	}
	return false
}

// params reads a query, decoded, folded and sorted, without empty pairs.
func params(query string) []param {
	if query == "" {
		return nil
	}
	ps := make([]param, 0, 1+strings.Count(query, "&"))
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(strings.ReplaceAll(pair, "+", " "), "=")
		name, value = strings.TrimSpace(unescape(name)), strings.TrimSpace(unescape(value))
		for strings.HasPrefix(name, "amp;") { // "&amp;" escaped twice
			name = strings.TrimSpace(name[len("amp;"):])
		}
		if name != "" {
			ps = append(ps, param{name, value})
		}
	}
	slices.SortFunc(ps, func(a, b param) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.value, b.value))
	})
	return slices.Compact(ps)
}

// value is the first value of the parameter called name, any case.
func value(ps []param, name string) string {
	for _, p := range ps {
		if strings.EqualFold(p.name, name) {
			return p.value
		}
	}
	return ""
}

func writeQuery(b *strings.Builder, ps []param) {
	for i, p := range ps {
		if i == 0 {
			b.WriteByte('?')
		} else {
			b.WriteByte('&')
		}
		escape(b, p.name, querySafe)
		if p.value != "" {
			b.WriteByte('=')
			escape(b, p.value, querySafe)
		}
	}
}
