import {
  GatewayError,
  type CanonicalRequest,
  type FailureClass,
  type RouteStep,
  type Snapshot,
  type StartedRecord,
} from '@tollgate/canonical';
import { fail, succeed, SystemClock } from '@tollgate/kernel';
import { openaiChatClient } from '@tollgate/formats';
import { Journal } from '@tollgate/logging';
import { countByBytes } from '@tollgate/metering';
import { type ProviderAdapter, PROVIDERS } from '@tollgate/providers';
import { createLogger } from '@tollgate/telemetry';
import { UpstreamClient } from '@tollgate/upstream';
import { buildTarget } from '../../../test/support/builders/index.js';
import type { AttemptAccounts } from './attempt-accounts.js';
import type { DispatchAsk } from './dispatch-ask.js';
import { Dispatcher } from './dispatcher.js';

/** What the provider answers to one attempt. */
export type Scripted = { status: number; body: string; headers?: Record<string, string> };

export const ANSWER = (text: string): Scripted => ({
  status: 200,
  body: JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  }),
});
export const ERROR = (status: number, message: string): Scripted => ({
  status,
  body: JSON.stringify({ error: { message, type: 't', code: null } }),
});
export const EVENT = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const mock = PROVIDERS.find((provider) => provider.id === 'mock') as ProviderAdapter;

class MemoryJournal extends Journal {
  readonly startedLines: StartedRecord[] = [];
  broken = false;
  refuse: (record: StartedRecord) => boolean = () => false;
  override started(record: StartedRecord): Promise<void> {
    if (this.broken || this.refuse(record)) return Promise.reject(new Error('disk full'));
    this.startedLines.push(record);
    return Promise.resolve();
  }
  override finished(): Promise<void> {
    return Promise.resolve();
  }
  override accepting(): boolean {
    return true;
  }
}

export function step(
  id: string,
  afterFailures: readonly FailureClass[] = ['server', 'rate-limit', 'timeout', 'connection', 'incomplete'],
): RouteStep {
  const target = { ...TARGET, deploymentId: id };
  const deployment = {
    id,
    group: 'g',
    provider: 'mock',
    served: true,
    target,
    credential: {},
    price: undefined,
    facts: {},
    limits: {},
    timeouts: {},
    info: {},
  };
  return {
    model: { name: 'g', group: 'g' },
    deployment: deployment,
    target,
    delayMs: 0,
    afterFailures,
    timeouts: { connectMs: 100, firstTokenMs: 100, idleMs: 100, totalMs: 1000 },
  };
}

const TARGET = buildTarget('mock/m', 'http://mock.invalid/v1');

/** A dispatcher before a provider that answers with `script`, one answer for each attempt, and accounts that grant what `options` let them. */
export function setUpDispatcher(
  script: readonly Scripted[],
  options: { refuseFrom?: number; refuseOnly?: number; faultFrom?: number; limit?: number; noTokenFor?: string } = {},
) {
  const sent: string[] = [];
  const closed: string[] = [];
  const released: number[] = [];
  const journal = new MemoryJournal();
  const queue = [...script];
  const provider: ProviderAdapter = {
    ...mock,
    inProcess: (spec) => {
      sent.push(spec.body ?? '');
      const next = queue.shift() ?? ERROR(500, 'script ran out');
      return {
        status: next.status,
        headers: { 'content-type': 'application/json', ...next.headers },
        body: [next.body],
      };
    },
  };
  const reserved: number[] = [];
  const remaining: number[] = [];
  let calls = 0;
  const accounts = {
    reserve: ({ number, remainingMs }: { number: number; remainingMs: number }) => {
      calls += 1;
      remaining.push(remainingMs);
      if (options.faultFrom !== undefined && number >= options.faultFrom) throw new Error('bug');
      if (calls === options.refuseOnly || (options.refuseFrom !== undefined && number >= options.refuseFrom)) {
        return Promise.resolve(fail(new GatewayError('budget_exceeded', { message: 'spent' })));
      }
      reserved.push(number);
      const limited = options.limit !== undefined;
      const reservation = {
        requestId: 'r',
        attempt: number,
        admittedAt: 0,
        counters: [],
        heldNano: 5n,
        heldTokens: 0n,
        limitUpstream: limited,
        ...(limited && { outputTokens: options.limit }),
      };
      return Promise.resolve(
        succeed({
          reservation,
          atStake: 5n,
          bound: {},
          estimate: () => ({}),
          counted: undefined,
          pricing: { price: undefined, facts: {} },
        }),
      );
    },
    closeFailed: (attempt: { number: number }, failure: { message: string }) => {
      closed.push(failure.message);
      return { attempt, record: { attempt: attempt.number, errorMessage: failure.message }, costNano: 3n };
    },
    release: (attempt: { number: number }) => released.push(attempt.number),
  } as unknown as AttemptAccounts;
  const outcomes: (FailureClass | undefined)[] = [];
  const providers = new Map<string, ProviderAdapter>([['mock', provider]]);
  const dispatcher = new Dispatcher({
    providers,
    accounts,
    journal,
    upstream: new UpstreamClient(),
    credentials: {
      credentialOf: ({ id, credential }) =>
        id === options.noTokenFor
          ? Promise.resolve(fail(new GatewayError('upstream_auth_failed', { message: 'no token' })))
          : succeed(credential),
    },
    clock: new SystemClock(),
    logger: createLogger('silent'),
    tokens: { count: countByBytes, decode: (ids) => Promise.resolve(ids.map((id) => `#${String(id)}`).join('')) },
    onOutcome: (_id, failureClass) => outcomes.push(failureClass),
  });
  const breakBuilding = (): void => {
    const { chat } = provider.adapters;
    if (chat === undefined) throw new Error('no chat');
    providers.set('mock', {
      ...provider,
      adapters: {
        chat: {
          ...chat,
          buildRequest: () => {
            throw new TypeError('bug');
          },
        },
      },
    });
  };
  return { dispatcher, sent, closed, released, reserved, remaining, journal, outcomes, breakBuilding };
}

export function ask(steps: readonly RouteStep[], body: Record<string, unknown> = {}): DispatchAsk {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'g', messages: [{ role: 'user', content: 'x' }], ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const request: CanonicalRequest = decoded.value;
  return {
    requestId: 'r',
    callId: 'r',
    admittedAt: 0,
    principal: {} as DispatchAsk['principal'],
    request,
    grant: { scopes: [] } as unknown as DispatchAsk['grant'],
    plan: { steps, deadlineMs: 5_000 },
    snapshot: { priceOf: () => ({ price: undefined, facts: {} }) } as unknown as Snapshot,
    context: { now: 0, newId: () => 'id', requestedModel: 'g', includeUsage: false },
    bodyBytes: 10,
    signal: new AbortController().signal,
    started: (attempt, at, atStake, charged) =>
      ({
        attempt,
        deploymentId: at.deployment.id,
        heldNano: String(atStake),
        chargedNano: String(charged),
      }) as StartedRecord,
  };
}
