import type { FailureClass, UpstreamFailure, Usage } from '@tollgate/canonical';
import type { ProviderOperation } from '@tollgate/providers';
import { errorEvent, type EventChunks } from './answer-stream.js';
import { classifyFailure } from './classify-failure.js';
import { describeBreak } from './describe-break.js';
import type { Sent } from './sent.js';

/** What came of a call whose answer nobody is told. */
export type Drained =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly usage: Usage | undefined;
      readonly serviceTier?: string;
    }
  | { readonly kind: 'failed'; readonly failure: UpstreamFailure; readonly failureClass: FailureClass };

/** Reads an answer to its end, for its usage. */
export async function drainAnswer(sent: Sent, operation: ProviderOperation): Promise<Drained> {
  if (sent.kind === 'failed') return sent;
  const { status } = sent;
  if (sent.kind === 'unary') {
    const { usage, serviceTier } = sent.response;
    return { kind: 'answered', status, usage, ...(serviceTier !== undefined && { serviceTier }) };
  }
  const ended = await drainStream(sent);
  if (ended.failure === undefined) return { kind: 'answered', status, usage: ended.usage };
  return { kind: 'failed', failure: ended.failure, failureClass: classifyFailure(operation, ended.failure) };
}

interface Ended {
  readonly usage?: Usage;
  readonly failure?: UpstreamFailure;
}

async function drainStream({ events, rest }: Extract<Sent, { kind: 'stream' }>): Promise<Ended> {
  let usage: Usage | undefined;
  try {
    for (let next: readonly EventChunks[] | undefined = events; next !== undefined; next = await rest.next()) {
      for (const chunk of next.flat()) {
        if (chunk.type === 'error') {
          rest.abort();
          return { failure: errorEvent(chunk) };
        }
        if (chunk.type === 'usage' && chunk.final) usage = usageOf(chunk.usage);
      }
    }
  } catch (error) {
    rest.abort();
    return { failure: describeBreak(error) };
  }
  return rest.whole ? { ...(usage !== undefined && { usage }) } : { failure: BROKEN_OFF };
}

const BROKEN_OFF: UpstreamFailure = {
  message: 'the provider ended its stream before the answer was whole',
  unbilled: false,
  transport: 'incomplete',
};

function usageOf(told: Partial<Usage>): Usage {
  return { ...told, inputUncached: told.inputUncached ?? 0, output: told.output ?? 0 };
}
