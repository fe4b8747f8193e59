// Template versions: what a program declares and what it gets back. The lifecycle is in template-version.ts.
import { z } from "zod";
import { versionInputs, versionOutputs, wayInputs } from "../versions/properties";

export const templateVersionInputs = z.strictObject({ ...versionInputs, ...wayInputs });
export const templateVersionOutputs = z.object(versionOutputs);
