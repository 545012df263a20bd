const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;

export type JsonScan =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: 'too-deep' }
  | { readonly ok: false; readonly problem: 'duplicate-member' | 'shifted-member'; readonly member: string };

/**
 * One pass over the bytes before JSON.parse sees them: refuses nesting beyond `depthMax`, a top-level member given twice, and one
 * that equals a governed name but for case (policy would read one body and the provider another). Says nothing of syntax.
 */
export function scanJson(bytes: Uint8Array, depthMax: number, governed: ReadonlySet<string>): JsonScan {
  const members = new Set<string>();
  let depth = 0;
  let stringStart = -1;
  let lastString: readonly [number, number] | undefined;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (stringStart !== -1) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) {
        if (depth === 1) lastString = [stringStart, index + 1];
        stringStart = -1;
      }
      continue;
    }
    switch (byte) {
      case QUOTE:
        stringStart = index;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth += 1;
        if (depth > depthMax) return { ok: false, problem: 'too-deep' };
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth -= 1;
        break;
      case COLON:
        if (depth === 1 && lastString !== undefined) {
          const problem = checkMember(memberName(bytes, lastString), members, governed);
          if (problem !== undefined) return problem;
          lastString = undefined;
        }
        break;
      default:
        break;
    }
  }
  return { ok: true };
}

function memberName(bytes: Uint8Array, [start, end]: readonly [number, number]): string {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw;
  }
}

function checkMember(member: string, seen: Set<string>, governed: ReadonlySet<string>): JsonScan | undefined {
  if (seen.has(member)) return { ok: false, problem: 'duplicate-member', member };
  seen.add(member);
  if (!governed.has(member) && governed.has(member.toLowerCase()))
    return { ok: false, problem: 'shifted-member', member };
  return undefined;
}
