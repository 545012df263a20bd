import { fail, type Outcome } from '@tollgate/kernel';

/** How a change that has written already is taken back for a problem, and answers it: throw the one, catch with the other. */
export function takenBackFor<Problem extends { readonly kind: string }>(): {
  readonly Refused: new (problem: Problem) => Error;
  readonly takeRefusal: (error: unknown) => Outcome<never, Problem>;
} {
  class Refused extends Error {
    constructor(readonly problem: Problem) {
      super(problem.kind);
    }
  }
  return {
    Refused,
    takeRefusal: (error) => {
      if (error instanceof Refused) return fail(error.problem);
      throw error;
    },
  };
}
