import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '@tollgate/canonical';
import { assertNever, isJsonObject, type JsonObject, type JsonValue, parseJson } from '@tollgate/kernel';
import { scanJson } from './scan-json.js';

/** Refuses a body that is encoded or of a foreign type, before it is read. Throws GatewayError 415. */
export function checkJsonHeaders(headers: IncomingHttpHeaders): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new GatewayError('unsupported_media_type', {
      message: `Content-Encoding ${encoding} is not accepted. Send the body as plain JSON.`,
    });
  }
  const type = headers['content-type'];
  if (type !== undefined && !/^application\/(?:[\w.+-]+\+)?json *(;|$)/i.test(type)) {
    throw new GatewayError('unsupported_media_type', {
      message: `Content-Type ${type} is not accepted. Send the body with Content-Type: application/json.`,
    });
  }
  if (/charset=(?!"?utf-8)/i.test(type ?? '')) {
    throw new GatewayError('unsupported_media_type', { message: 'The request body must be UTF-8.' });
  }
}

/** JSON values in one body: far above the longest conversation, far below what stops the process while it is parsed. */
const VALUES_MAX = 500_000;
/** Members of the top level: a request has some dozens. */
const MEMBERS_MAX = 1_000;

/**
 * What must hold of the bytes before they are parsed: valid UTF-8, not too deep, not too many values, each top-level member once and in
 * its own spelling. Gives the number of values; throws GatewayError 400 or 413.
 */
export function checkJsonBody(bytes: Buffer, depthMax: number): number {
  if (!isUtf8(bytes)) throw invalid('invalid UTF-8');
  const scan = scanJson(bytes, { depthMax, valuesMax: VALUES_MAX, membersMax: MEMBERS_MAX });
  if (scan.ok) return scan.values;
  switch (scan.problem) {
    case 'too-deep':
      throw new GatewayError('body_too_deep', {
        message: `The request body is nested deeper than ${depthMax} levels.`,
      });
    case 'too-many-values':
      throw new GatewayError('body_too_large', { message: `The request body holds more than ${VALUES_MAX} values.` });
    case 'too-many-members':
      throw new GatewayError('invalid_request', { message: `The request body has more than ${MEMBERS_MAX} members.` });
    case 'duplicate-member':
      throw refusedMember(scan.member, `The request body has the member '${scan.member}' twice.`);
    case 'shifted-member':
      throw refusedMember(scan.member, `Unknown member '${scan.member}': write '${scan.spelling}'.`);
    default:
      return assertNever(scan);
  }
}

/** Checked bytes to the parsed body; no number changes its value (parseJson). Throws GatewayError 400. */
export function parseJsonBody(bytes: Buffer): JsonObject {
  let value: JsonValue;
  try {
    value = parseJson(bytes.toString('utf8'));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'not JSON');
  }
  if (!isJsonObject(value)) throw invalid('the body must be a JSON object');
  return value;
}

function refusedMember(param: string, message: string): GatewayError {
  return new GatewayError('invalid_request', { message, param });
}

function invalid(reason: string): GatewayError {
  return new GatewayError('invalid_json', { message: `Invalid JSON payload: ${reason}`, param: 'request_body' });
}
