# Shows a template and a workspace in Python, on the plugin.
# Run: see ../README.md for the plugin and its SDK; then set CODER_URL and CODER_SESSION_TOKEN, and run
# `pulumi stack init dev` and `pulumi up`.
import pulumi
import pulumi_coderd as coderd

template = coderd.Template(
    "template",
    name="languages",
    display_name="Languages",
    source={"directory": "../template"},
    variables={"greeting": "Good morning"},
)

workspace = coderd.Workspace(
    "workspace",
    name="languages-dev",
    template_version_id=template.active_version_id,
)

pulumi.export("url", workspace.url)
