import type { JsonObject } from '@tollgate/kernel';
import type { GatewaySettings, Target, Warning } from '@tollgate/canonical';
import type { BridgedContent, BridgedResponse } from '@tollgate/dispatch';
import { goOnFrom, openaiResponsesClient } from '@tollgate/formats';
import type { Walked } from '../pipeline/build-record.js';
import { SURFACES } from '../pipeline/surface.js';
import { unkept } from './is-stored.js';
import { keepingOf } from './keep-bridged.js';

interface Given {
  readonly body?: JsonObject;
  readonly upstreamFormat?: string;
  readonly surface?: 'responses' | 'chat-completions';
  readonly target?: Partial<Target>;
  readonly settings?: Partial<GatewaySettings>;
  readonly history?: readonly JsonObject[];
  readonly warnings?: readonly Warning[];
  readonly away?: boolean;
}

function open({ body = {}, history, away = false, ...given }: Given = {}) {
  const decoded = openaiResponsesClient.decodeRequest({
    body: { model: 'm', input: 'now', ...body },
    params: {},
    query: {},
  });
  const asked = decoded.ok && history !== undefined ? goOnFrom(decoded.value, history) : decoded;
  if (!asked.ok) throw asked.error;
  const kept: { readonly facts: object; readonly content: BridgedContent }[] = [];
  const logged: unknown[] = [];
  const parts = {
    ids: { newId: () => 'x-1' },
    logger: { error: (...entry: unknown[]) => logged.push(entry) },
    bridged: {
      keep: async (facts: object, content: BridgedContent) => {
        if (away) throw new Error('connection refused');
        kept.push({ facts, content });
      },
    },
  } as unknown as Parameters<typeof keepingOf>[0];
  const previous = { publicId: 'resp_previous' } as BridgedResponse;
  const walked = {
    surface: SURFACES[given.surface ?? 'responses'],
    request: asked.value,
    snapshot: { settings: given.settings ?? {} },
    principal: { keyId: 'k' },
    ingress: { requestId: 'r', callId: 'c' },
    ...(history !== undefined && { conversation: { previous, items: history.length, release: () => undefined } }),
  } as unknown as Walked;
  const attempt = {
    operation: { format: { id: given.upstreamFormat ?? 'anthropic-messages' } },
    warnings: given.warnings ?? [],
    step: { deployment: { id: 'd', target: given.target ?? {} }, target: { provider: 'anthropic' } },
  };
  const dispatched = { attempt } as unknown as Parameters<typeof keepingOf>[2];
  return {
    keeping: keepingOf(parts, walked, dispatched),
    lost: unkept(walked, dispatched.attempt).map(({ path }) => path),
    kept,
    logged,
  };
}

describe('the keeping of a response that was given over chat', () => {
  it('has whose it is, who made it, its own input and the answer as it was shown', async () => {
    const history = [{ type: 'message', role: 'user', content: 'before' }];
    const { keeping, kept } = open({ history, body: { instructions: 'Be brief.' } });
    expect(keeping?.told).toEqual({ stored: true, previousId: 'resp_previous' });
    await keeping?.keep?.({ id: 'resp_now', output: [] });
    expect(kept).toEqual([
      {
        facts: expect.objectContaining({
          publicId: 'resp_now',
          provider: 'anthropic',
          deploymentId: 'd',
          modelRequested: 'm',
          keyId: 'k',
          previous: { publicId: 'resp_previous' },
        }),
        content: {
          input: [
            {
              type: 'message',
              role: 'user',
              content: [{ type: 'input_text', text: 'now' }],
              id: 'msg_x1',
              status: 'completed',
            },
          ],
          response: { id: 'resp_now', output: [] },
        },
      },
    ]);
  });

  it.each<[string, Given]>([
    ['that its client does not want kept', { body: { store: false } }],
    ['where the operator keeps nothing', { settings: { keepsNoResponses: true } }],
    ['of a deployment whose provider keeps its own', { target: { servesResponses: true } }],
  ])('is told as none for one %s', (_case, given) => {
    expect(open(given).keeping).toEqual({ told: { stored: false } });
  });

  it('says what its provider was not asked for', () => {
    const warnings: readonly Warning[] = [
      { code: 'dropped', path: 'text', reason: 'x' },
      { code: 'changed', path: 'user', reason: 'x' },
    ];
    expect(open({ warnings }).keeping?.told).toEqual({ stored: true, leftOut: ['text'] });
  });

  it.each<[string, Given, readonly string[]]>([
    ['what is kept', {}, []],
    ['what its provider keeps', { upstreamFormat: 'openai-responses' }, []],
    ['what the client wants not kept', { body: { store: false } }, []],
    ['what the operator does not keep', { settings: { keepsNoResponses: true } }, ['store', 'metadata']],
    ['what the deployment’s provider keeps', { target: { servesResponses: true } }, ['store', 'metadata']],
  ])('tells its client of %s what was asked for in vain', (_case, given, lost) => {
    expect(open({ ...given, body: { store: true, metadata: { a: 'b' }, ...given.body } }).lost).toEqual(lost);
  });

  it.each<[string, Given]>([
    ['of the provider’s own', { upstreamFormat: 'openai-responses' }],
    ['of another dialect', { surface: 'chat-completions' }],
  ])('does not concern an answer %s', (_case, given) => {
    expect(open(given).keeping).toBeUndefined();
  });

  it('that fails is written into the log, and costs nobody the answer', async () => {
    const { keeping, logged } = open({ away: true });
    await expect(keeping?.keep?.({ id: 'resp_now' })).resolves.toBeUndefined();
    expect(logged).toEqual([[expect.objectContaining({ callId: 'c' }), 'a response is not kept']]);
  });
});
