import type { Instant } from '@tollgate/kernel';

/** What an import has seen so far, and what it was told. */
export class KnownObjects {
  private readonly ids = new Map<string, Set<string>>();
  /** Ends of the running windows of LiteLLM's budgets. */
  readonly resets = new Map<string, Instant | null>();
  /** Names of settings that may be taken although nothing enforces them here. */
  readonly allowed: ReadonlySet<string>;

  constructor(
    allowUnserved: readonly string[],
    readonly now: Instant,
    /** IANA name: whose calendar the windows of LiteLLM's budgets follow. */
    readonly timeZone: string,
  ) {
    this.allowed = new Set(allowUnserved);
  }

  /** An object of the kind is here. */
  add(kind: string, id: string): void {
    const ids = this.ids.get(kind) ?? new Set();
    this.ids.set(kind, ids.add(id));
  }

  /** Why an object that names these cannot be taken: one of them is not here. undefined: all are. */
  missing(names: Readonly<Record<string, string | null>>): string | undefined {
    for (const [kind, id] of Object.entries(names))
      if (id !== null && this.ids.get(kind)?.has(id) !== true)
        return `its ${kind.replaceAll('_', ' ')} "${id}" is not here`;
    return undefined;
  }
}
