// Answers that checks share: a program's resources are all checked within seconds, and the server limits how often it
// answers the same request.

/**
 * How long a check may use an answer, and so miss what others changed since. After a change of its own, this process
 * has to forget the answer at once. No creation and no update relies on a kept answer, except that nobody has a name:
 * the server itself refuses to give one twice.
 */
export const KEPT_MILLISECONDS = 10_000;
