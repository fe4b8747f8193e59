// Shows a template and a workspace in Go, on the plugin.
// Run: see ../README.md for the plugin and its SDK; then set CODER_URL and CODER_SESSION_TOKEN, and run
// `pulumi stack init dev` and `pulumi up`.
package main

import (
	"example.com/pulumi-coderd/sdk/go/coderd"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		template, err := coderd.NewTemplate(ctx, "template", &coderd.TemplateArgs{
			Name:        pulumi.String("languages"),
			DisplayName: pulumi.String("Languages"),
			Source:      &coderd.TemplateVersionSourceArgs{Directory: pulumi.String("../template")},
			Variables:   pulumi.Map{"greeting": pulumi.String("Good morning")},
		})
		if err != nil {
			return err
		}
		workspace, err := coderd.NewWorkspace(ctx, "workspace", &coderd.WorkspaceArgs{
			Name:              pulumi.String("languages-dev"),
			TemplateVersionId: template.ActiveVersionId,
		})
		if err != nil {
			return err
		}
		ctx.Export("url", workspace.Url)
		return nil
	})
}
