import type { Instant } from '@tollgate/kernel';

/** What an import has seen so far, and what it was told. */
export class KnownObjects {
  private readonly ids = new Map<string, Set<string>>();
  /** Ids that somebody made here for something else than what LiteLLM has under them. */
  private readonly others = new Map<string, Set<string>>();
  /** Ids of what could not be taken. */
  private readonly left = new Map<string, Set<string>>();
  /** Ends of the running windows of LiteLLM's budgets. */
  readonly resets = new Map<string, Instant | null>();
  /** What LiteLLM's budgets hold back and nothing enforces here, by budget. */
  readonly unenforcedOfBudgets = new Map<string, readonly string[]>();
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
    put(this.ids, kind, id);
  }

  /** Whatever names this object of LiteLLM would hang on a stranger's here. */
  addOther(kind: string, id: string): void {
    put(this.others, kind, id);
  }

  addLeft(kind: string, id: string): void {
    put(this.left, kind, id);
  }

  /** Why an object that names these cannot be taken: one of them is another one here, was left, or is not here. undefined: all are here. */
  missing(names: Readonly<Record<string, string | null>>): string | undefined {
    for (const [kind, id] of Object.entries(names))
      if (id !== null && this.ids.get(kind)?.has(id) !== true) return this.why(kind, id);
    return undefined;
  }

  /** Why an object cannot be taken that names one of these, which need not be here at all: it is another one here. undefined: none is. */
  other(names: Readonly<Record<string, string | null>>): string | undefined {
    for (const [kind, id] of Object.entries(names))
      if (id !== null && this.others.get(kind)?.has(id) === true) return this.why(kind, id);
    return undefined;
  }

  private why(kind: string, id: string): string {
    const what = `its ${kind.replaceAll('_', ' ')} "${id}"`;
    if (this.others.get(kind)?.has(id) === true) return `${what} is another one here`;
    return this.left.get(kind)?.has(id) === true ? `${what} was left` : `${what} is not here`;
  }
}

function put(map: Map<string, Set<string>>, kind: string, id: string): void {
  map.set(kind, (map.get(kind) ?? new Set()).add(id));
}
