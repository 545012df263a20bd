import { parseEvents, waitFor } from '../support/gateway/index.js';
import { beyondTransport } from './compare/beyond-transport.js';
import { settleAnswer } from './compare/settle-answer.js';
import type { ProviderCall, StepAnswer } from './compare/transcript.js';
import type { Step } from './scenarios/scenario.js';

/** Where a scenario is played. `saved` grows with each step. */
export interface Stage {
  readonly url: string;
  readonly masterKey: string;
  readonly upstreamUrl: string;
  readonly saved: Record<string, unknown>;
}

/** Headers that LiteLLM's clients read; the others belong to the hop. */
const CLIENT_HEADER =
  /^(content-type|retry-after|x-litellm-|x-ratelimit-|llm_provider-|rate_limit_type|reset_at|www-authenticate)/;
const CREDENTIAL_HEADERS = ['authorization', 'api-key', 'x-api-key', 'x-litellm-api-key'];
/** Plays one step and gives its answer, settled. */
export async function playStep(step: Step, stage: Stage): Promise<StepAnswer> {
  const { saved } = stage;
  if (step.after !== undefined) await until(String(saved[step.after]));
  if (step.booked !== undefined)
    await waitFor('the spend to be booked', () =>
      isBooked(String(saved[step.booked ?? '']), step.spent ?? Number.MIN_VALUE, stage),
    );
  const { recorded } = step;
  if (recorded !== undefined)
    await waitFor('the calls to be recorded', () => isRecorded(String(saved[recorded.key]), recorded.calls, stage));
  if (step.upstream === true) await fetch(`${stage.upstreamUrl}/__log`, { method: 'DELETE' });
  const [method = 'GET', path = '/'] = fill(step.do, saved).split(' ');
  const body = step.raw ?? (step.body === undefined ? undefined : fill(JSON.stringify(step.body), saved));
  const response = await fetch(stage.url + path, {
    method,
    headers: headersOf(step, body !== undefined, stage),
    ...(body !== undefined && { body }),
    redirect: 'manual',
  });
  const answer = await readAnswer(response);
  for (const [name, member] of Object.entries(step.save ?? {}))
    saved[name] = (answer.body as Readonly<Record<string, unknown>>)[member];
  const upstream = step.upstream === true ? { upstream: await readProviderCalls(stage.upstreamUrl) } : {};
  return settleAnswer({ ...answer, ...upstream }, saved, stage.upstreamUrl);
}

function headersOf(step: Step, hasBody: boolean, { masterKey, saved }: Stage): Record<string, string> {
  const headers = Object.fromEntries(
    Object.entries(step.headers ?? {}).map(([name, value]) => [name, fill(value, saved)]),
  );
  const key = step.key === undefined ? masterKey : fill(step.key, saved);
  if (key !== 'none' && !CREDENTIAL_HEADERS.some((name) => name in headers)) headers['authorization'] = `Bearer ${key}`;
  if (hasBody) headers['content-type'] ??= 'application/json';
  return headers;
}

async function readAnswer(response: Response): Promise<StepAnswer> {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => CLIENT_HEADER.test(name)));
  const { status } = response;
  const text = await response.text();
  if (response.headers.get('content-type')?.includes('event-stream') === true)
    return { status, headers, stream: parseEvents(text) };
  try {
    return { status, headers, body: JSON.parse(text) };
  } catch {
    return { status, headers, text };
  }
}

async function readProviderCalls(upstreamUrl: string): Promise<readonly ProviderCall[]> {
  const calls = (await (await fetch(`${upstreamUrl}/__log`)).json()) as readonly ProviderCall[];
  return calls.map((call) => beyondTransport(call, upstreamUrl));
}

function fill(text: string, saved: Readonly<Record<string, unknown>>): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => (typeof saved[name] === 'string' ? saved[name] : whole));
}

async function isRecorded(key: string, calls: number, { url, masterKey }: Stage): Promise<boolean> {
  const response = await fetch(`${url}/spend/logs?api_key=${key}`, {
    headers: { authorization: `Bearer ${masterKey}` },
  });
  return ((await response.json()) as readonly unknown[]).length >= calls;
}

/** LiteLLM books activity with the spend: when the one is shown, so is the other. */
async function isBooked(key: string, spent: number, { url, masterKey }: Stage): Promise<boolean> {
  const response = await fetch(`${url}/key/info?key=${key}`, { headers: { authorization: `Bearer ${masterKey}` } });
  const { info } = (await response.json()) as {
    readonly info: { readonly spend: number; readonly last_active: unknown };
  };
  return info.spend >= spent && info.last_active !== null;
}

/** Resolves when this instant has passed on the wall clock, by which keys expire. */
function until(instant: string): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(instant) - Date.now()) + 1));
}
