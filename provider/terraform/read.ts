// Reads the Terraform code of a template: what it declares, and what is certain to fail. What is no literal is left to
// the server, which has the last word.
import type { CodeFile } from "./blocks";
import { agentFindings } from "./agents";
import { presetFindings, presetsTogetherFindings, tagFindings } from "./coder-data";
import { constantFindings } from "./constants";
import { mostImportant, syntaxFinding, type Finding } from "./findings";
import { cycleFindings } from "./cycles";
import { fileFindings } from "./files";
import { formFindings } from "./form";
import { calledOnce, readModules, type Module } from "./modules";
import { parameterFindings, sameNameFindings } from "./parameters";
import { MOST_CODE_CHARACTERS, parserProblem } from "./parser";
import { mayHaveOldProvider, providerFindings } from "./providers";
import { duplicateFindings, moduleFindings, referenceFindings } from "./references";
import { readNeeds, type Needs } from "./needs";
import { declaredVariables, variableFindings, type DeclaredVariable } from "./variables";

export interface TerraformCode {
  findings: Finding[];
  /** Presets that exclude each other, which only newer servers refuse. */
  presetFindings: Finding[];
  /** Variables that the template declares; undefined where only Terraform can read them. */
  variables: DeclaredVariable[] | undefined;
  /** What its workspaces need; undefined where nothing could be read. */
  needs: Needs | undefined;
  /** Why code that could have been read was not. */
  problem: string | undefined;
}

const UNREAD: TerraformCode = {
  findings: [],
  presetFindings: [],
  variables: undefined,
  needs: undefined,
  problem: undefined,
};

/** @param files all files of the template */
export async function readTerraform(files: readonly CodeFile[]): Promise<TerraformCode> {
  const size = files.reduce((sum, { path, text }) => sum + (/\.tf(\.json)?$/.test(path) ? text.length : 0), 0);
  if (size > MOST_CODE_CHARACTERS) return UNREAD;
  const modules = await readModules(files);
  const [top] = modules;
  if (top === undefined) return UNREAD;
  const paths = files.map(({ path }) => path);
  const whole = modules.filter(({ problems }) => problems.length === 0);
  const certain = calledOnce(modules).filter(({ problems }) => problems.length === 0);
  const isOld = mayHaveOldProvider(modules, paths);
  const findings = [
    ...modules.flatMap(({ problems }) => problems.map(syntaxFinding)),
    ...whole.flatMap((module) => (module.isComplete ? completeFindings(module, paths) : [])),
    ...(await Promise.all(whole.map(variableFindings))).flat(),
    ...(top.problems.length === 0 ? await constantFindings(top) : []),
    ...whole.flatMap(providerFindings),
    ...certain.flatMap((module) => parameterFindings(module, isOld)),
    ...sameNameFindings(certain),
    ...whole.flatMap(presetFindings),
    ...whole.flatMap(tagFindings),
    ...agentFindings(certain),
    ...whole.flatMap(formFindings),
    ...certain.flatMap((module) => fileFindings(module, paths)),
  ];
  return {
    findings: mostImportant(findings),
    presetFindings: presetsTogetherFindings(certain),
    variables: await declaredVariables(top),
    needs: readNeeds(modules),
    problem: parserProblem(),
  };
}

function completeFindings(module: Module, paths: readonly string[]): Finding[] {
  return [
    ...duplicateFindings(module),
    ...referenceFindings(module),
    ...cycleFindings(module),
    ...moduleFindings(module, paths),
  ];
}
