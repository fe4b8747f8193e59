// Whether a template's code may declare presets: only then is the server asked for them.

interface TextFile {
  text: string;
}

/** A module may bring them as well, and an escape may hide a name. */
const SIGNS = [/coder_workspace_preset/, /module/, /\\u/i];

export function mayHavePresets(files: readonly TextFile[]): boolean {
  return files.some(({ text }) => SIGNS.some((sign) => sign.test(text)));
}
