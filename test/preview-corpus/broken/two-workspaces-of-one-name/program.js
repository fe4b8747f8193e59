const templateId = config.require("otherTemplateId");
const first = new coderd.Workspace("workspace", { name, templateId });
new coderd.Workspace("other", { name: name.toUpperCase(), templateId }, { dependsOn: [first] });
