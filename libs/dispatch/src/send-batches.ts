import type { CanonicalResponse, HttpRequestSpec, UpstreamFailure, Usage } from '@tollgate/canonical';
import type { Sent } from './sent.js';

/** Requests of one call that are under way at once. */
const AT_ONCE = 8;

type Answered = Extract<Sent, { kind: 'unary' }>;
type Failed = Extract<Sent, { kind: 'failed' }>;

interface Batches {
  readonly specs: readonly HttpRequestSpec[];
  readonly send: (spec: HttpRequestSpec) => Promise<Sent>;
  readonly join: (responses: readonly CanonicalResponse[]) => CanonicalResponse;
}

/**
 * Sends the requests of one call side by side and joins their answers in order. After a failure no more are begun, and those under way
 * are waited for, so that what the provider bills is known: a call that failed in part costs what its answered parts reported.
 */
export async function sendBatches({ specs, send, join }: Batches): Promise<Sent> {
  const sent: Sent[] = [];
  let next = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    while (!failed && next < specs.length) {
      const index = next++;
      const spec = specs[index];
      if (spec === undefined) return;
      const answer = await send(spec);
      sent[index] = answer;
      failed ||= answer.kind !== 'unary';
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const done = sent.filter((answer) => answer !== undefined);
  const answered = done.filter((answer): answer is Answered => answer.kind === 'unary');
  const failures = done.filter((answer): answer is Failed => answer.kind === 'failed');
  const [first] = answered;
  const [failure] = failures;
  if (failure !== undefined) return failWith(failure, failures, answered, join);
  if (first === undefined) throw new TypeError('a call without requests');
  return { ...first, response: join(answered.map(({ response }) => response)) };
}

function failWith(
  failure: Failed,
  failures: readonly Failed[],
  answered: readonly Answered[],
  join: Batches['join'],
): Failed {
  if (answered.length === 0 && failures.every((each) => each.failure.unbilled)) return failure;
  const known = failures.every((each) => each.failure.unbilled) ? usageOf(answered, join) : undefined;
  const billed: UpstreamFailure = { ...failure.failure, unbilled: false };
  return { ...failure, failure: billed, ...(known !== undefined && { usage: known }) };
}

function usageOf(answered: readonly Answered[], join: Batches['join']): Usage | undefined {
  return join(answered.map(({ response }) => response)).usage;
}
