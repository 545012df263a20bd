const REFERENCE = /^\s*os\.environ\/\s*(.*?)\s*$/s;

/** Deeper values are none that a client of ours sends, and more than the readers behind can follow. */
export const DEPTH_MAX = 128;

export type Finding =
  | { readonly kind: 'reference'; readonly path: readonly string[]; readonly name: string }
  | { readonly kind: 'too-deep' };

interface Place {
  readonly value: unknown;
  readonly path: readonly string[];
}

/**
 * The first text in a parsed body that a later reader could take for a reference to an environment variable (`os.environ/NAME`),
 * unless its name is allowed. Members that nobody reads count too: they may be kept. A member's name, or a text that has a reference
 * in its midst, is none: a reference is a whole value wherever one is resolved (by LiteLLM, and by `resolveReferences` of libs/config).
 */
export function findEnvReference(body: unknown, allowed: ReadonlySet<string>): Finding | undefined {
  const places: Place[] = [{ value: body, path: [] }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value, path } = place;
    if (typeof value === 'string') {
      const name = REFERENCE.exec(value)?.[1];
      if (name !== undefined && !allowed.has(name)) return { kind: 'reference', path, name };
    } else if (typeof value === 'object' && value !== null) {
      if (path.length >= DEPTH_MAX) return { kind: 'too-deep' };
      // one by one: a list of a body may be longer than the arguments of a call
      for (const [key, member] of Object.entries(value as Record<string, unknown>).reverse())
        places.push({ value: member, path: [...path, key] });
    }
  }
  return undefined;
}
