package config

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
	"go.yaml.in/yaml/v4"
)

var update = flag.Bool("update", false, "write golden files anew")

// reflectSchema makes the schema from the structs of raw.go.
func reflectSchema(t *testing.T) []byte {
	t.Helper()
	r := jsonschema.Reflector{
		FieldNameTag: "yaml", RequiredFromJSONSchemaTags: true, Anonymous: true, ExpandedStruct: true,
		Mapper: mapType, Namer: schemaName,
	}
	s := r.Reflect(&document{})
	s.Title = "feeds.yaml"
	s.Description = "What golchin reads, which topics it picks and what it publishes."
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, out, "", "  "); err != nil {
		t.Fatal(err)
	}
	return append(indented.Bytes(), '\n')
}

// schemaName is what a struct is called in the schema.
func schemaName(t reflect.Type) string {
	if t == reflect.TypeFor[sourceKeys]() {
		return "defaults"
	}
	return strings.TrimSuffix(strings.TrimSuffix(t.Name(), "Keys"), "Entry")
}

// mapType describes the values that are written as text.
func mapType(t reflect.Type) *jsonschema.Schema {
	const filled = `|.*\$\{.*`
	text := func(pattern, example string) *jsonschema.Schema {
		return &jsonschema.Schema{Type: "string", Pattern: "^(" + pattern + filled + ")$", Examples: []any{example}}
	}
	switch t {
	case reflect.TypeFor[duration]():
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
			text(`0|forever|([0-9.]+(ms|s|m|h|d|w))+`, "30m"), {Const: 0},
		}}
	case reflect.TypeFor[size]():
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
			text(`[0-9.]+ ?([kKmMgG]i?[bB]?|[bB])?`, "10MB"), {Type: "integer", Minimum: "0"},
		}}
	case reflect.TypeFor[prefix]():
		return text(`[0-9a-fA-F.:]+(/[0-9]{1,3})?`, "10.0.0.0/8")
	case reflect.TypeFor[slug]():
		return text(`[a-z0-9-]{1,64}`, "gaza-fa")
	case reflect.TypeFor[language]():
		return text(`[A-Za-z]{2,3}(-[0-9A-Za-z]{1,8})*`, "fa")
	case reflect.TypeFor[zone]():
		return text(`[A-Za-z0-9_+/-]+`, "Asia/Tehran")
	case reflect.TypeFor[host]():
		return text(`[^/@?# ]+`, "example.org")
	case reflect.TypeFor[secret]():
		return &jsonschema.Schema{Type: "string"}
	case reflect.TypeFor[titles]():
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
			{Type: "string"},
			{Type: "object", AdditionalProperties: &jsonschema.Schema{Type: "string"}, PropertyNames: text(`[A-Za-z]{2,3}(-[0-9A-Za-z]{1,8})*`, "fa")},
		}}
	}
	return nil
}

func TestSchemaIsOfTheStructs(t *testing.T) {
	got := reflectSchema(t)
	if *update {
		if err := os.WriteFile("feeds.schema.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("feeds.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), string(want)); diff != "" {
		t.Errorf("feeds.schema.json (-structs +file), run with -update:\n%s", diff)
	}
	if !*update && !bytes.Equal(Schema(), want) {
		t.Error("Schema() is not feeds.schema.json")
	}
}

// TestSchemaKnowsEveryKey walks the decoder's own table of keys beside the
// schema: neither may know a key that the other does not, and each key in the
// schema says what it is for.
func TestSchemaKnowsEveryKey(t *testing.T) {
	s := parseSchema(t)
	r := &reader{fields: map[reflect.Type]fieldSet{}}
	var walk func(t reflect.Type, node map[string]any, path string)
	walk = func(rt reflect.Type, node map[string]any, path string) {
		node = s.deref(node)
		switch {
		case rt.Kind() == reflect.Slice && rt.Elem().Kind() != reflect.Uint8:
			items, _ := node["items"].(map[string]any)
			walk(rt.Elem(), items, path+"[]")
		case rt == reflect.TypeFor[titles](), rt == reflect.TypeFor[prefix](), rt == reflect.TypeFor[zone]():
		case rt.Kind() == reflect.Map:
			values, _ := node["additionalProperties"].(map[string]any)
			walk(rt.Elem(), values, path+".*")
		case rt.Kind() == reflect.Struct:
			properties, _ := node["properties"].(map[string]any)
			fields := r.fieldsOf(rt)
			got, want := slices.Sorted(maps.Keys(properties)), slices.Sorted(slices.Values(fields.names))
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("keys of %q (-schema +decoder):\n%s", path, diff)
			}
			if node["additionalProperties"] != false {
				t.Errorf("%q: schema lets unknown keys pass", path)
			}
			for _, name := range fields.names {
				child, _ := properties[name].(map[string]any)
				walk(rt.FieldByIndex(fields.index[name]).Type, child, path+"."+name)
			}
		}
	}
	walk(reflect.TypeFor[document](), s, "")
}

func TestSchemaAcceptsTheSamples(t *testing.T) {
	s := parseSchema(t)
	files := map[string][]byte{"starter": Sample()}
	for _, name := range []string{"../../feeds.yaml", "testdata/full.yaml"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	for name, data := range files {
		var v any
		if err := yaml.Load(data, &v); err != nil {
			t.Fatal(err)
		}
		for _, problem := range s.check(v, s, name) {
			t.Error(problem)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := parseSchema(t)
	for _, tt := range []struct{ name, in string }{
		{"unknown key", "sitee: {}"},
		{"no name", "sources: [{url: x}]"},
		{"both url and urls", "sources: [{name: a, url: x, urls: [y]}]"},
		{"bad slug", "sources: [{name: A_b, url: x}]"},
		{"bad enum", "feeds: [{slug: a, stories: some}]"},
		{"limit", "feeds: [{slug: a, limit: 1001}]"},
		{"withhold", "withhold: [{a: b}]"},
		{"share", "feeds: [{slug: a, share: 101}]"},
		{"duration", "fetch: {timeout: soon}"},
		{"list", "sources: [{name: a, url: x, allow_private: 10.0.0.0/8}]"},
		{"topic without slug", "topics: [{match: x}]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var v any
			if err := yaml.Load([]byte(tt.in), &v); err != nil {
				t.Fatal(err)
			}
			if len(s.check(v, s, "")) == 0 {
				t.Errorf("%s passes", tt.in)
			}
		})
	}
}

// schemaDoc reads the part of JSON Schema that reflectSchema writes.
type schemaDoc map[string]any

func parseSchema(t *testing.T) schemaDoc {
	t.Helper()
	var s schemaDoc
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s schemaDoc) deref(node map[string]any) map[string]any {
	if ref, ok := node["$ref"].(string); ok {
		return s["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	return node
}

func (s schemaDoc) check(v any, node map[string]any, path string) (out []string) {
	fail := func(format string, args ...any) { out = append(out, path+": "+fmt.Sprintf(format, args...)) }
	node = s.deref(node)
	for key, arg := range node {
		switch key {
		case "type":
			if got := typeName(v); got != arg {
				fail("%v is %s, want %v", v, got, arg)
			}
		case "const":
			if fmt.Sprint(v) != fmt.Sprint(arg) {
				fail("%v, want %v", v, arg)
			}
		case "enum":
			if !slices.Contains(arg.([]any), v) {
				fail("%v is none of %v", v, arg)
			}
		case "pattern":
			if text, ok := v.(string); ok && !regexp.MustCompile(arg.(string)).MatchString(text) {
				fail("%q does not match %s", text, arg)
			}
		case "minimum":
			if n, ok := v.(int); ok && float64(n) < arg.(float64) {
				fail("%v is below %v", n, arg)
			}
		case "maximum":
			if n, ok := v.(int); ok && float64(n) > arg.(float64) {
				fail("%v is above %v", n, arg)
			}
		case "required":
			object, _ := v.(map[string]any)
			for _, name := range arg.([]any) {
				if _, ok := object[name.(string)]; !ok {
					fail("no %v", name)
				}
			}
		case "anyOf", "oneOf":
			passed := 0
			for _, alternative := range arg.([]any) {
				if len(s.check(v, alternative.(map[string]any), path)) == 0 {
					passed++
				}
			}
			if passed == 0 || key == "oneOf" && passed > 1 {
				fail("%v passes %d alternatives of %s", v, passed, key)
			}
		case "items", "properties", "additionalProperties":
			out = append(out, s.checkInside(v, node, key, path)...)
		}
	}
	return out
}

// checkInside checks the elements of lists and the values of objects.
func (s schemaDoc) checkInside(v any, node map[string]any, key, path string) (out []string) {
	arg := node[key]
	switch v := v.(type) {
	case []any:
		if key == "items" {
			for i, item := range v {
				out = append(out, s.check(item, arg.(map[string]any), fmt.Sprintf("%s[%d]", path, i))...)
			}
		}
	case map[string]any:
		known, _ := node["properties"].(map[string]any)
		for name, value := range v {
			p, isKnown := known[name].(map[string]any)
			more, open := arg.(map[string]any)
			switch {
			case key == "properties" && isKnown:
				out = append(out, s.check(value, p, path+"."+name)...)
			case key == "additionalProperties" && !isKnown && open:
				out = append(out, s.check(value, more, path+"."+name)...)
			case key == "additionalProperties" && !isKnown && arg == false:
				out = append(out, fmt.Sprintf("%s: unknown key %q", path, name))
			}
		}
	}
	return out
}

func typeName(v any) string {
	switch v.(type) {
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case string:
		return "string"
	case bool:
		return "boolean"
	case int:
		return "integer"
	case nil:
		return "null"
	}
	return fmt.Sprintf("%T", v)
}
