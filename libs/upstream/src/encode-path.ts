/** A path that must not be sent: a segment is empty, a dot segment or holds a control character once fully decoded. */
export class UnsafePathError extends Error {
  constructor(segment: string) {
    super(`path segment not allowed: ${JSON.stringify(segment.slice(0, 64))}`);
    this.name = 'UnsafePathError';
  }
}

/**
 * Joins decoded segments into a request path, each percent-encoded exactly once. What RFC 3986 allows in a segment stays
 * readable (`:` and `@` are part of some providers' paths).
 */
export function encodePath(segments: readonly string[]): string {
  let path = '';
  for (const segment of segments) path += `/${ENCODED.get(segment) ?? remember(segment)}`;
  return path;
}

/** Segments are few (`v1`, `chat`, a model's name) and come with each request. */
const ENCODED = new Map<string, string>();
const ENCODED_MAX = 1_000;

function remember(segment: string): string {
  const encoded = encodeSegment(segment);
  if (ENCODED.size >= ENCODED_MAX) ENCODED.clear();
  ENCODED.set(segment, encoded);
  return encoded;
}

function encodeSegment(segment: string): string {
  const decoded = decodeFully(segment);
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
  if (decoded === '' || decoded === '.' || decoded === '..' || /[\u0000-\u001f\u007f]/.test(decoded)) {
    throw new UnsafePathError(segment);
  }
  if (decoded.split(/[/\\]/).some((part) => part === '..' || part === '.')) throw new UnsafePathError(segment);
  return encodeURIComponent(segment).replace(/%(3A|40|24|2B|2C|3B|3D)/g, (code) => decodeURIComponent(code));
}

/** Undoes percent-encoding until nothing changes, so that no number of encodings hides a dot segment. */
function decodeFully(segment: string): string {
  let current = segment;
  for (let round = 0; round < 8; round += 1) {
    let next: string;
    try {
      next = decodeURIComponent(current);
    } catch {
      return current;
    }
    if (next === current) return current;
    current = next;
  }
  throw new UnsafePathError(segment);
}
