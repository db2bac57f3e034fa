package aggregator

import (
	"golchin/aggregator/fetch"
	"golchin/store"
)

// hostMemory is what the store remembers of hosts, as the fetch room takes it.
func hostMemory(hosts []store.HostState) []fetch.HostState {
	out := make([]fetch.HostState, 0, len(hosts))
	for _, h := range hosts {
		out = append(out, fetch.HostState{Host: h.Host, Paused: h.Until, Spacing: h.Spacing})
	}
	return out
}

// learnHosts tells the client of pauses and completes what is to be written
// with the spacing it has learnt.
func (a *Aggregator) learnHosts(hosts []store.HostState, ans answer) {
	for i := range hosts {
		if !hosts[i].Until.IsZero() {
			a.Client.Pause(hosts[i].Host, hosts[i].Until)
		}
		for _, h := range a.Client.Hosts() {
			if h.Host == hosts[i].Host {
				hosts[i].Spacing = h.Spacing
			}
		}
	}
}
