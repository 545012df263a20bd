/** The store cannot be used: the message says what is wrong and how to mend it, for a person, without a stack trace. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
