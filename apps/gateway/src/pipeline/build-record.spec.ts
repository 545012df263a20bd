import type {
  AttemptRecord,
  CompletionRecord,
  Deployment,
  LimitedScope,
  Principal,
  Snapshot,
} from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { NANO_USD_MAX } from '@tollgate/kernel';
import { ROUTES } from '../http/route-table.js';
import { buildRecord, buildStarted, buildTexts, type Walked } from './build-record.js';
import { addBodyFacts, readHeaderFacts } from './caller-facts.js';
import type { Ending } from './ending.js';
import { standUnder } from './stand-under-labels.js';
import { SURFACES } from './surface.js';

const KEY: LimitedScope = { scope: 'key', id: 'key-id', limits: { maxBudget: 5n } };
const PRINCIPAL = {
  kind: 'key',
  keyId: 'key-id',
  keyHash: 'hash',
  keyAlias: 'alias',
  teamId: 'team-id',
  scopes: [KEY, { scope: 'team', id: 'team-id', limits: {} }],
  tags: ['prod'],
  spendNano: 7n,
  metadata: { a: 1 },
} as unknown as Principal;
const BODY = {
  model: 'gpt',
  messages: [{ role: 'user', content: 'secret prompt' }],
  temperature: 0.5,
  user: 'alice',
  stream: true,
};
const STEP = {
  model: { name: 'gpt', group: 'gpt' },
  deployment: { id: 'dep', group: 'gpt', limits: {}, provider: 'openai' } as unknown as Deployment,
  target: {
    deploymentId: 'dep',
    provider: 'openai',
    model: 'gpt-4o',
    litellmModel: 'openai/gpt-4o',
    apiBase: 'http://x',
    group: 'gpt',
  },
};
const ATTEMPT = { attempt: 2, costNano: '30', estimated: false } as AttemptRecord;

function walkedWith(content: boolean): Walked {
  const snapshot = {
    sinks: [{ sink: 'langfuse', success: true, failure: false, content }],
    settings: {},
  } as unknown as Snapshot;
  const decoded = openaiChatClient.decodeRequest({ body: BODY, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  const route = ROUTES.find((row) => row.path === '/v1/chat/completions');
  if (route === undefined) throw new Error('no route');
  const headers = { 'user-agent': 'ua', authorization: 'never here' };
  const caller = addBodyFacts(readHeaderFacts(headers, PRINCIPAL, snapshot.settings), decoded.value, PRINCIPAL);
  return {
    ingress: {
      requestId: 'r',
      callId: 'c',
      receivedAt: 100,
      startedMs: 0,
      route,
      path: route.path,
      params: {},
      query: {},
      headers,
      ipAddress: '127.0.0.1',
    },
    surface: SURFACES['chat-completions'],
    snapshot,
    principal: PRINCIPAL,
    caller,
    body: BODY,
    request: decoded.value,
    grant: {
      model: { name: 'gpt' },
      scopes: [...PRINCIPAL.scopes, ...scopesOf(caller)],
    } as unknown as Walked['grant'] & object,
  };
}

function scopesOf(caller: Walked['caller']): readonly LimitedScope[] {
  const standing = standUnder(caller, { labels: new Map(), budget: undefined }, {});
  if (!standing.ok) throw standing.error;
  return standing.value.scopes;
}

function endingWith(more: Partial<Ending> = {}, closed: Record<string, unknown> = {}): Ending {
  return {
    status: 'success',
    httpStatus: 200,
    error: undefined,
    earlier: [],
    closed: {
      attempt: { step: STEP, reservation: { limitUpstream: false }, warnings: [], outputLimit: undefined },
      record: ATTEMPT,
      cost: { breakdown: { input: 10n } },
      usage: { inputUncached: 1, output: 2 },
      ...closed,
    },
    response: () => ({
      id: 'x',
      model: 'm',
      choices: [{ index: 0, content: [{ type: 'text', text: 'secret answer' }], finish: { reason: 'stop' } }],
    }),
    providerResponseId: 'x',
    finish: { reason: 'stop' },
    firstTokenAt: 150,
    send: () => undefined,
    spoil: () => undefined,
    ...more,
  } as unknown as Ending;
}

/** As the journal writes it. */
const recordOf = (ending: Ending): CompletionRecord =>
  JSON.parse(JSON.stringify(buildRecord(walkedWith(false), ending, 200))) as CompletionRecord;

describe('buildRecord', () => {
  it('names who called, what for, and where it went', () => {
    expect(recordOf(endingWith())).toMatchObject({
      requestId: 'r',
      receivedAt: 100,
      endedAt: 200,
      keyId: 'key-id',
      keyHash: 'hash',
      teamId: 'team-id',
      customer: 'alice',
      tags: ['prod'],
      modelRequested: 'gpt',
      modelGroup: 'gpt',
      litellmModel: 'openai/gpt-4o',
      provider: 'openai',
      deploymentId: 'dep',
      stream: true,
      finishReason: 'stop',
      keySpendNano: '7',
      sinks: ['langfuse'],
    });
  });

  it('costs the sum of its attempts, and is unknown when one of them is', () => {
    const earlier = [{ attempt: 1, costNano: '12', estimated: true } as AttemptRecord];
    expect(recordOf(endingWith({ earlier }))).toMatchObject({
      costNano: '42',
      costEstimated: true,
      attempts: [{ attempt: 1 }, { attempt: 2 }],
    });
    expect(recordOf(endingWith({ earlier: [{ ...earlier[0], costNano: null } as AttemptRecord] })).costNano).toBeNull();
  });

  it('adds its cost to every scope: the caller’s, the customer’s, each tag’s and the target’s', () => {
    const scopes = recordOf(endingWith()).windows.map(({ scope }) => scope);
    expect(new Set(scopes)).toEqual(
      new Set(['key', 'team', 'customer', 'tag', 'model', 'provider', 'deployment', 'global']),
    );
  });

  it('costs nothing and names no target when no attempt was made', () => {
    const record = recordOf(endingWith({ status: 'refused', httpStatus: 422, closed: undefined }));
    expect(record).toMatchObject({ costNano: '0', attempts: [], windows: [], sinks: [] });
    expect(record).not.toHaveProperty('deploymentId');
  });

  it('says when money made the answer shorter', () => {
    const attempt = {
      step: STEP,
      reservation: { limitUpstream: true, loweredBy: 'key' },
      warnings: [],
      outputLimit: 50,
    };
    expect(recordOf(endingWith({}, { attempt }))).toMatchObject({ outputLimit: 50, outputLimitScope: 'key' });
    expect(recordOf(endingWith({}, { attempt: { ...attempt, outputLimit: 2 ** 40 } })).outputLimit).toBe(2 ** 31 - 1);
    expect(recordOf(endingWith())).not.toHaveProperty('outputLimit');
  });

  it('holds no prompt, no answer and no credential', () => {
    expect(JSON.stringify(recordOf(endingWith()))).not.toMatch(/secret prompt|secret answer|never here/);
  });

  it.each(['prompt', 'suffix', 'input', 'instructions'])(
    'has no text of a prompt in %s among its parameters',
    (member) => {
      const walked = { ...walkedWith(false), body: { model: 'gpt', temperature: 1, [member]: 'secret prompt' } };
      const record = buildRecord(walked, endingWith(), 200);
      expect(record.modelParameters).toEqual({ temperature: 1 });
    },
  );

  it('keeps what client and provider name it by short and well-formed, since it is indexed', () => {
    const walked = walkedWith(false);
    const long = `\ud800\u0000${'é'.repeat(5_000)}`;
    const request = { ...(walked.request as object), model: long } as Walked['request'] & object;
    const record = buildRecord({ ...walked, request }, endingWith({ providerResponseId: long }), 200);
    for (const text of [record.modelRequested, record.providerResponseId ?? '']) {
      expect(text).toMatch(/^\ufffd\ufffdé+$/);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(768);
    }
    const error = { code: 'unknown_model', message: long } as unknown as Ending['error'] & object;
    expect(recordOf(endingWith({ error })).errorMessage?.length).toBeLessThanOrEqual(4_096);
  });

  it('costs no more than the ledger holds', () => {
    const earlier = [{ ...ATTEMPT, attempt: 1, costNano: String(NANO_USD_MAX) }];
    expect(recordOf(endingWith({ earlier })).costNano).toBe(String(NANO_USD_MAX));
  });

  it('survives JSON unchanged', () => {
    const record = recordOf(endingWith());
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });
});

describe('buildStarted', () => {
  it('says what is held, what was charged before, and which windows it would be charged to', () => {
    const started = buildStarted(walkedWith(false), 2, STEP as never, 9n, 4n, 120);
    expect(started).toMatchObject({
      requestId: 'r',
      attempt: 2,
      heldNano: '9',
      chargedNano: '4',
      deploymentId: 'dep',
      startedAt: 120,
    });
    expect(started.windows).toEqual(recordOf(endingWith()).windows);
  });
});

describe('buildTexts', () => {
  const newId = (): string => 'id';

  it('keeps texts only for those who want content of such an ending', () => {
    expect(buildTexts(walkedWith(true), endingWith(), 0, newId)).toMatchObject({
      audiences: ['langfuse'],
      input: { messages: BODY.messages },
      output: { role: 'assistant', content: 'secret answer' },
    });
    expect(buildTexts(walkedWith(false), endingWith(), 0, newId)).toBeUndefined();
    expect(buildTexts(walkedWith(true), endingWith({ status: 'failure' }), 0, newId)).toBeUndefined();
  });

  it('keeps texts for the rows of the ledger where they show them, however the call ended', () => {
    const walked = walkedWith(false);
    const snapshot = { ...walked.snapshot, settings: { ...walked.snapshot.settings, logsTexts: true as const } };
    for (const status of ['success', 'failure'] as const)
      expect(buildTexts({ ...walked, snapshot }, endingWith({ status }), 0, newId)).toMatchObject({
        audiences: ['log'],
        input: { messages: BODY.messages },
      });
  });

  it('keeps none for a caller who says `no-log`', () => {
    const walked = walkedWith(true);
    if (walked.request === undefined) throw new Error('no request');
    const silent: Walked = { ...walked, request: { ...walked.request, gateway: { noLog: true } } };
    expect(buildTexts(silent, endingWith(), 0, newId)).toBeUndefined();
  });
});
