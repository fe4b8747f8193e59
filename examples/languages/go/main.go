package main

import (
	"example.com/pulumi-coder/sdk/go/coder"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		version, err := coder.NewTemplateVersion(ctx, "version", &coder.TemplateVersionArgs{
			TemplateName: pulumi.String("languages"),
			Source:       &coder.TemplateVersionSourceArgs{Directory: pulumi.String("../template")},
			Variables:    pulumi.Map{"greeting": pulumi.String("Good morning")},
		})
		if err != nil {
			return err
		}
		template, err := coder.NewTemplate(ctx, "template", &coder.TemplateArgs{
			Name:            pulumi.String("languages"),
			DisplayName:     pulumi.String("Languages"),
			ActiveVersionId: version.ID().ToStringOutput(),
		})
		if err != nil {
			return err
		}
		workspace, err := coder.NewWorkspace(ctx, "workspace", &coder.WorkspaceArgs{
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
