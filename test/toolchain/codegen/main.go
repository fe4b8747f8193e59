// Writes what Pulumi itself would generate from a package schema, in one language: the SDK, or the program for resources that were imported.
// Fetches nothing and runs no plugin.
//
// Usage: pulumi-coderd-codegen <schema.json> <nodejs|python|go|dotnet> <folder> [<output of pulumi stack export>]
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/blang/semver"
	"github.com/hashicorp/hcl/v2"
	dotnet "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3/codegen"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/pkg/v3/importer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const tool = "pulumi-coderd-codegen"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) != 3 && len(arguments) != 4 {
		return fmt.Errorf("usage: %s <schema.json> <nodejs|python|go|dotnet> <folder> [<output of pulumi stack export>]", tool)
	}
	schemaFile, language, folder := arguments[0], arguments[1], arguments[2]
	pkg, err := bind(schemaFile)
	if err != nil {
		return err
	}
	var files map[string][]byte
	if len(arguments) == 4 {
		files, err = generateProgram(pkg, language, arguments[3])
	} else {
		files, err = generate(pkg, language)
	}
	if err != nil {
		return fmt.Errorf("nothing was generated for %s: %w", language, err)
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

// generateProgram writes what `pulumi import` prints for the resources of a stack.
func generateProgram(pkg *schema.Package, language, exportFile string) (map[string][]byte, error) {
	text, err := os.ReadFile(exportFile)
	if err != nil {
		return nil, err
	}
	var export struct {
		Deployment apitype.DeploymentV3 `json:"deployment"`
	}
	if err := json.Unmarshal(text, &export); err != nil {
		return nil, fmt.Errorf("%s is not the export of a stack: %w", exportFile, err)
	}
	var imported, snapshot []*resource.State
	for _, held := range export.Deployment.Resources {
		state := &resource.State{
			URN: held.URN, Type: held.Type, ID: held.ID, Custom: held.Custom, Provider: held.Provider,
			Inputs: resource.NewPropertyMapFromMap(held.Inputs), Outputs: resource.NewPropertyMapFromMap(held.Outputs),
		}
		snapshot = append(snapshot, state)
		if string(held.Type.Package()) == pkg.Name {
			imported = append(imported, state)
		}
	}
	generators := map[string]func(*pcl.Program) (map[string][]byte, hcl.Diagnostics, error){
		"nodejs": nodejs.GenerateProgram, "python": python.GenerateProgram, "go": golang.GenerateProgram,
	}
	generator, isKnown := generators[language]
	if !isKnown {
		return nil, fmt.Errorf("there is no generator of programs for %q", language)
	}
	var files map[string][]byte
	collect := func(_ io.Writer, program *pcl.Program) error {
		generated, diagnostics, err := generator(program)
		files = generated
		if diagnostics.HasErrors() {
			return diagnostics
		}
		return err
	}
	if err := importer.GenerateLanguageDefinitions(io.Discard, onlyLoader{pkg}, collect, imported, snapshot, nil); err != nil {
		return nil, err
	}
	return files, nil
}

// onlyLoader knows one package, and starts no plugin to find another.
type onlyLoader struct{ pkg *schema.Package }

func (loader onlyLoader) LoadPackage(name string, _ *semver.Version) (*schema.Package, error) {
	if name != loader.pkg.Name {
		return nil, fmt.Errorf("the package %q is not the schema's", name)
	}
	return loader.pkg, nil
}

func (loader onlyLoader) LoadPackageV2(_ context.Context, descriptor *schema.PackageDescriptor) (*schema.Package, error) {
	return loader.LoadPackage(descriptor.Name, nil)
}

func (loader onlyLoader) LoadPackageReference(name string, version *semver.Version) (schema.PackageReference, error) {
	pkg, err := loader.LoadPackage(name, version)
	if err != nil {
		return nil, err
	}
	return pkg.Reference(), nil
}

func (loader onlyLoader) LoadPackageReferenceV2(_ context.Context, descriptor *schema.PackageDescriptor) (schema.PackageReference, error) {
	return loader.LoadPackageReference(descriptor.Name, nil)
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
