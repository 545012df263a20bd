import type { JsonObject } from '@tollgate/kernel';
import { GatewayError, type GatewaySettings, type UploadedFile } from '@tollgate/canonical';
import type { ByteBudget } from './byte-budget.js';
import type { Exchange } from './exchange.js';
import { checkFormHeaders, parseFormBody } from './parse-form-body.js';
import { checkJsonBody, checkJsonHeaders, parseJsonBody } from './parse-json-body.js';
import type { Route } from './route-table.js';
import { type BufferedBody, checkDeclaredLength, noRoom, readBody } from './read-body.js';

/** What a JSON value takes in memory beside its bytes (measured: objects about 100, array elements less). */
const VALUE_BYTES = 100;

export interface ReceivedBody {
  readonly body: JsonObject;
  /** Of a form. */
  readonly files?: readonly UploadedFile[];
  readonly bytes: number;
  readonly release: () => void;
}

/** Reads a body of the kind that its route takes; of either kind, by its own word. Throws GatewayError; gives its bytes back then. */
export async function receiveAs(
  kind: Route['body'],
  exchange: Exchange,
  settings: GatewaySettings,
  budget: ByteBudget,
): Promise<ReceivedBody> {
  const { 'content-type': type = 'application/json' } = exchange.request.headers;
  const isForm = /^multipart\//i.test(type);
  if (kind === 'json-or-multipart' && !isForm && !/^application\/.*json/i.test(type)) throw neither(type);
  const asForm = kind === 'multipart' || (kind === 'json-or-multipart' && isForm);
  return asForm ? receiveForm(exchange, settings, budget) : receiveBody(exchange, settings, budget);
}

function neither(type: string): GatewayError {
  const message = `Content-Type ${type} is not accepted. Send JSON with Content-Type: application/json, or a form with Content-Type: multipart/form-data; boundary=….`;
  return new GatewayError('unsupported_media_type', { message });
}

/** Reads and parses a JSON body within every limit of the edge. Throws GatewayError; gives its bytes back then. */
export async function receiveBody(
  exchange: Exchange,
  settings: GatewaySettings,
  budget: ByteBudget,
): Promise<ReceivedBody> {
  checkJsonHeaders(exchange.request.headers);
  const { bytes, release } = await receiveBytes(exchange, settings, budget);
  const { jsonDepthMax } = settings;
  let parsedBytes = 0;
  const releaseAll = (): void => {
    release();
    budget.give(parsedBytes);
  };
  try {
    const held = checkJsonBody(bytes, jsonDepthMax) * VALUE_BYTES;
    if (!budget.take(held)) throw noRoom();
    parsedBytes = held;
    return { body: parseJsonBody(bytes), bytes: bytes.length, release: releaseAll };
  } catch (error) {
    releaseAll();
    throw error;
  }
}

/** What a form takes beside its bytes: its files apart, and once more in the form that goes to the provider. */
const FORM_COPIES = 2;

/** The same for a form with files: all of it in memory, within the process's budget. */
async function receiveForm(exchange: Exchange, settings: GatewaySettings, budget: ByteBudget): Promise<ReceivedBody> {
  checkFormHeaders(exchange.request.headers);
  const { bytes, release } = await receiveBytes(exchange, settings, budget);
  const copies = bytes.length * FORM_COPIES;
  if (!budget.take(copies)) {
    release();
    throw noRoom();
  }
  const releaseAll = (): void => {
    release();
    budget.give(copies);
  };
  try {
    const form = await parseFormBody(bytes, exchange.request.headers['content-type'] ?? '');
    return { ...form, bytes: bytes.length, release: releaseAll };
  } catch (error) {
    releaseAll();
    throw error;
  }
}

async function receiveBytes(
  exchange: Exchange,
  { bodyBytesMax, bodyIdleMs, bodyTotalMs }: GatewaySettings,
  budget: ByteBudget,
): Promise<BufferedBody> {
  checkDeclaredLength(exchange.request, bodyBytesMax);
  exchange.continue();
  return readBody(exchange.request, { bytesMax: bodyBytesMax, idleMs: bodyIdleMs, totalMs: bodyTotalMs, budget });
}
