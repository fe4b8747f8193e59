// Terms of the server's search language. @see coderd/searchquery/search.go searchTerms

/** Quotation marks protect spaces and colons. A quotation mark itself can't be searched for. */
export function searchTerm(key: string, text: string): string {
  return `${key}:${/^[\w.@-]+$/.test(text) ? text : `"${text}"`}`;
}

/** For texts that the server uses as SQL patterns. */
export function asPattern(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** Whether the server takes the texts of a parameter's term as they are: it splits them, and trims spaces. */
export function isParameterTerm(...texts: readonly string[]): boolean {
  return texts.every((text) => !/[,=]/.test(text)) && texts.join("=") === texts.join("=").trim();
}
