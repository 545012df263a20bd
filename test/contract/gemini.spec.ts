import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { geminiClient } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { describeFormatContract } from './format-contract.js';
import type { FoldedStream } from './fold-stream.js';
import { geminiTarget } from './targets.js';

const operation = PROVIDERS.find((provider) => provider.id === 'gemini')?.adapters.chat;
if (operation === undefined) throw new Error('the provider is not registered');

describe('gemini', () => {
  describeFormatContract({
    client: geminiClient,
    upstream: operation.format,
    operation,
    target: geminiTarget,
    credential: { api_key: 'AIza-credential-of-the-test' },
    recordings: path.join(__dirname, '../../libs/formats/src/gemini/__recordings__'),
    modelInAddress: true,
    withModel: (data, model) =>
      isJsonObject(data) && data['modelVersion'] !== undefined ? { ...data, modelVersion: model } : data,
    sumStream,
    normaliseRequest,
    ownedMembers: ['args', 'response', 'partialArgs'],
  });
});

/** Known members in one spelling, modes in capitals; null and an empty configuration are absent. */
function normaliseRequest(body: JsonObject): JsonObject {
  const { generationConfig, toolConfig, ...rest } = body;
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  const calling = isJsonObject(toolConfig) ? toolConfig['functionCallingConfig'] : undefined;
  const mode = isJsonObject(calling) ? calling['mode'] : undefined;
  return {
    ...present,
    ...(isJsonObject(generationConfig) && Object.keys(generationConfig).length > 0 && { generationConfig }),
    ...(typeof mode === 'string' && { toolConfig: { functionCallingConfig: { mode: mode.toUpperCase() } } }),
  };
}

/** The stream's parts added up by their own words. */
function sumStream(payloads: readonly JsonValue[]): FoldedStream {
  const candidates = payloads.filter(isJsonObject).flatMap((event) => objects(event['candidates']));
  const parts = candidates.flatMap(({ content }) => (isJsonObject(content) ? objects(content['parts']) : []));
  const say = (thought: boolean): string =>
    parts.map((part) => ((part['thought'] === true) === thought ? text(part['text']) : '')).join('');
  return {
    text: say(false),
    reasoning: say(true),
    refusal: '',
    tools: sumCalls(parts),
    finishes: candidates.flatMap(({ finishReason: word }) => (typeof word === 'string' ? [word] : [])),
  };
}

/** A whole call has its arguments; pieces of one are put together as the provider's examples show them. */
function sumCalls(parts: readonly JsonObject[]): FoldedStream['tools'] {
  const calls: { name: string; args: Record<string, unknown> }[] = [];
  for (const { functionCall: call } of parts) {
    if (!isJsonObject(call)) continue;
    if (typeof call['name'] === 'string')
      calls.push({ name: call['name'], args: structuredClone((call['args'] ?? {}) as Record<string, unknown>) });
    for (const piece of objects(call['partialArgs'])) set(calls.at(-1)?.args ?? {}, piece);
  }
  return calls.map(({ name, args }) => ({ name, input: spaced(JSON.stringify(args)) }));
}

function set(args: Record<string, unknown>, piece: JsonObject): void {
  const steps = text(piece['jsonPath']).match(/[^$.[\]]+/g) ?? [];
  let at: Record<string, unknown> = args;
  for (const [index, step] of steps.slice(0, -1).entries())
    at = (at[step] ??= /^\d+$/.test(steps[index + 1] ?? '') ? [] : {}) as Record<string, unknown>;
  const last = steps.at(-1) ?? '';
  const before = typeof at[last] === 'string' ? at[last] : '';
  at[last] = typeof piece['stringValue'] === 'string' ? before + piece['stringValue'] : piece['numberValue'];
}

/** One space after each colon and comma between members; the recorded arguments hold none in their texts. */
function spaced(json: string): string {
  return json.replace(/([:,])(?=["\d{[tfn-])/g, '$1 ');
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
