// Parameters and presets: one shape, whether a resource or a function gives them.
import { templateVersionParameterSchema } from "../../../provider/client/template-versions";
import { functions } from "../../../provider/functions/registry";
import { presetOutput, parameterOutput, toParameter, toPreset } from "../../../provider/outputs/template-versions";
import { templateVersionOutputs } from "../../../provider/resources/template-version/properties";

const CPUS = { name: "cpus", type: "number", default_value: "2", mutable: true };
const SHOWN = {
  name: "cpus",
  displayName: "",
  description: "",
  type: "number",
  formType: "",
  mutable: true,
  required: false,
  ephemeral: false,
  defaultValue: "2",
  icon: "",
  options: [],
};

describe("the shape of a parameter and of a preset", () => {
  it("is the same in the resource and in the functions", () => {
    const { getTemplateVersionParameters, getTemplateVersionPresets, evaluateTemplateVersionParameters } = functions;
    expect(templateVersionOutputs.shape.parameters.element).toBe(parameterOutput);
    expect(getTemplateVersionParameters.outputs.shape.parameters.element).toBe(parameterOutput);
    expect(templateVersionOutputs.shape.presets.element).toBe(presetOutput);
    expect(Object.keys(getTemplateVersionPresets.outputs.shape.presets.element.shape)).toEqual([
      ...Object.keys(presetOutput.shape),
      "description",
      "icon",
      "desiredPrebuildInstances",
    ]);
    expect(Object.keys(evaluateTemplateVersionParameters.outputs.shape.parameters.element.shape)).toEqual([
      ...Object.keys(parameterOutput.shape),
      "value",
      "diagnostics",
    ]);
  });
});

describe("toParameter", () => {
  it("leaves out the rules that the template does not give", () => {
    expect(toParameter(templateVersionParameterSchema.parse(CPUS))).toEqual(SHOWN);
  });

  it("gives the rules that there are, 0 included", () => {
    const rules = {
      validation_error: "Too many.",
      validation_regex: "^[0-9]$",
      validation_min: 0,
      validation_max: 8,
      validation_monotonic: "increasing",
    };
    expect(toParameter(templateVersionParameterSchema.parse({ ...CPUS, ...rules }))).toEqual({
      ...SHOWN,
      validationError: "Too many.",
      validationRegex: "^[0-9]$",
      validationMin: 0,
      validationMax: 8,
      validationMonotonic: "increasing",
    });
  });
});

describe("toPreset", () => {
  it("gives the values by name, and keeps the names as they are", () => {
    const preset = { id: "p", name: "Large", default: true, parameters: [{ name: "disk_size", value: "8" }] };
    expect(toPreset(preset)).toEqual({ id: "p", name: "Large", isDefault: true, parameters: { disk_size: "8" } });
  });
});
