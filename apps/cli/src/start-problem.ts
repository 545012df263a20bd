/** A start that cannot be: the message says what is wrong and how to mend it. Printed without a stack trace; exit code 1. */
export class StartProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartProblem';
  }
}
