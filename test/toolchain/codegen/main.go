// Writes the SDK that Pulumi itself would generate from a package schema, in one language. Fetches nothing and runs no plugin.
//
// Usage: pulumi-coder-codegen <schema.json> <nodejs|python|go|dotnet> <folder>
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	dotnet "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3/codegen"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-coder-codegen"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) != 3 {
		return fmt.Errorf("usage: %s <schema.json> <nodejs|python|go|dotnet> <folder>", tool)
	}
	schemaFile, language, folder := arguments[0], arguments[1], arguments[2]
	pkg, err := bind(schemaFile)
	if err != nil {
		return err
	}
	files, err := generate(pkg, language)
	if err != nil {
		return fmt.Errorf("the %s SDK was not generated: %w", language, err)
	}
	for name, content := range files {
		if err := write(filepath.Join(folder, filepath.FromSlash(name)), content); err != nil {
			return err
		}
	}
	return nil
}

// bind reads the schema and holds it against Pulumi's own rules: warnings count as errors, for each is a mistake of the schema.
func bind(file string) (*schema.Package, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, fmt.Errorf("%s is not a package schema: %w", file, err)
	}
	// The schema refers to no other package, so there is nothing to load.
	pkg, diagnostics, err := schema.BindSpec(spec, nil, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	problems := make([]error, 0, len(diagnostics))
	for _, diagnostic := range diagnostics {
		problems = append(problems, errors.New(diagnostic.Error()))
	}
	return pkg, errors.Join(problems...)
}

func generate(pkg *schema.Package, language string) (map[string][]byte, error) {
	switch language {
	case "nodejs":
		// As `pulumi package add` does it: complete with what a program installs from a folder.
		return nodejs.GeneratePackage(tool, pkg, nil, nil, true, nil)
	case "python":
		return python.GeneratePackage(tool, pkg, nil, nil)
	case "go":
		return golang.GeneratePackage(tool, pkg, nil)
	case "dotnet":
		http.DefaultTransport = noLogo{}
		return dotnet.GeneratePackage(tool, pkg, nil, nil)
	default:
		return nil, fmt.Errorf("there is no generator for %q", language)
	}
}

func write(file string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), fs.FileMode(0o755)); err != nil {
		return err
	}
	return os.WriteFile(file, content, fs.FileMode(0o644))
}

// noLogo answers the .NET generator, which would download a picture for the package.
type noLogo struct{}

func (noLogo) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("")), Request: request}, nil
}
