import { misspeltMember } from '@tollgate/formats';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;

export interface JsonLimits {
  readonly depthMax: number;
  /** Values of all kinds: each costs many times its bytes once it is parsed. */
  readonly valuesMax: number;
  /** Members of the top level: it is copied on its way. */
  readonly membersMax: number;
}

export type JsonScan =
  /** `values` is no less than there are, and no more than twice as many. */
  | { readonly ok: true; readonly values: number }
  | { readonly ok: false; readonly problem: 'too-deep' | 'too-many-values' | 'too-many-members' }
  | { readonly ok: false; readonly problem: 'duplicate-member'; readonly member: string }
  | { readonly ok: false; readonly problem: 'shifted-member'; readonly member: string; readonly spelling: string };

/**
 * One pass over the bytes before JSON.parse sees them: refuses what would take far more memory or time than its bytes say, a top-level
 * member given twice, and one that equals a known name but for case (policy would read one body and the provider another). Says
 * nothing of syntax.
 */
export function scanJson(bytes: Buffer, limits: JsonLimits): JsonScan {
  const members = new Set<string>();
  let depth = 0;
  let values = 1;
  let lastString: readonly [number, number] | undefined;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    switch (byte) {
      case QUOTE: {
        const end = endOfString(bytes, index);
        if (depth === 1) lastString = [index, end];
        index = end - 1;
        break;
      }
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth += 1;
        values += 1;
        if (depth > limits.depthMax) return { ok: false, problem: 'too-deep' };
        if (values > limits.valuesMax) return { ok: false, problem: 'too-many-values' };
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        if (values > limits.valuesMax) return { ok: false, problem: 'too-many-values' };
        break;
      case COLON:
        if (depth === 1 && lastString !== undefined) {
          const problem = checkMember(memberName(bytes, lastString), members);
          if (problem !== undefined) return problem;
          if (members.size > limits.membersMax) return { ok: false, problem: 'too-many-members' };
          lastString = undefined;
        }
        break;
      default:
        break;
    }
  }
  return { ok: true, values };
}

/** Just behind a string's closing quote. Strings are most of a body, so they are skipped by the native search. */
function endOfString(bytes: Buffer, start: number): number {
  for (let quote = bytes.indexOf(QUOTE, start + 1); quote !== -1; quote = bytes.indexOf(QUOTE, quote + 1)) {
    let backslashes = 0;
    while (bytes[quote - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return bytes.length;
}

function memberName(bytes: Uint8Array, [start, end]: readonly [number, number]): string {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw;
  }
}

function checkMember(member: string, seen: Set<string>): JsonScan | undefined {
  if (seen.has(member)) return { ok: false, problem: 'duplicate-member', member };
  seen.add(member);
  const spelling = misspeltMember(member);
  return spelling === undefined ? undefined : { ok: false, problem: 'shifted-member', member, spelling };
}
