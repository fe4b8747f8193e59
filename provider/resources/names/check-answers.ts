// Answers that checks share: a program's workspaces are checked within seconds, and the server answers only so many
// equal requests.

/**
 * What this process changes is to be forgotten at once. What others change may be seen this much later by a check. What
 * is created or updated is never decided by such an answer.
 */
export const KEPT_MILLISECONDS = 10_000;
