package config

import _ "embed"

//go:embed feeds.schema.json
var schema string

//go:embed starter.yaml
var starter string

// Schema is the JSON Schema (draft 2020-12) of feeds.yaml, for editors and
// whatever else checks files. It is stricter than Parse in one thing: a number
// or a boolean must be one, where Parse also takes ${NAME}.
func Schema() []byte { return []byte(schema) }

// Sample is a small feeds.yaml that works: the start of an operator's own, and
// what a container runs that was given none.
func Sample() []byte { return []byte(starter) }
