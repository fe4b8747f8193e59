# Shows a template, its version and a workspace in Python, on the plugin.
# Run: see ../README.md for the plugin and its SDK; then set CODER_URL and CODER_SESSION_TOKEN, and run
# `pulumi stack init dev` and `pulumi up`.
import pulumi
import pulumi_coderd as coderd

version = coderd.TemplateVersion(
    "version",
    template_name="languages",
    source={"directory": "../template"},
    variables={"greeting": "Good morning"},
)

template = coderd.Template(
    "template",
    name="languages",
    display_name="Languages",
    active_version_id=version.id,
)

workspace = coderd.Workspace(
    "workspace",
    name="languages-dev",
    template_version_id=template.active_version_id,
)

pulumi.export("url", workspace.url)
