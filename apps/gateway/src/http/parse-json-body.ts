import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '@tollgate/canonical';
import { isJsonObject, type JsonObject } from '@tollgate/kernel';
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

/** Bytes to the parsed body: valid UTF-8, not too deep, each top-level member once and in its own spelling. Throws GatewayError 400. */
export function parseJsonBody(bytes: Buffer, depthMax: number, governed: ReadonlySet<string>): JsonObject {
  if (!isUtf8(bytes)) throw invalid('invalid UTF-8');
  const scan = scanJson(bytes, depthMax, governed);
  if (!scan.ok) {
    if (scan.problem === 'too-deep') {
      throw new GatewayError('body_too_deep', {
        message: `The request body is nested deeper than ${depthMax} levels.`,
      });
    }
    throw new GatewayError('invalid_request', {
      message:
        scan.problem === 'duplicate-member'
          ? `The request body has the member '${scan.member}' twice.`
          : `Unknown member '${scan.member}': write '${scan.member.toLowerCase()}'.`,
      param: scan.member,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'not JSON');
  }
  if (!isJsonObject(value)) throw invalid('the body must be a JSON object');
  return value;
}

function invalid(reason: string): GatewayError {
  return new GatewayError('invalid_json', { message: `Invalid JSON payload: ${reason}`, param: 'request_body' });
}
