import { readBesideSink } from './recorded-spans.js';

interface Difference {
  readonly attribute: string;
  readonly members: readonly string[];
  readonly reason: string;
  readonly because: string;
}

/** The differences to LiteLLM's attributes that are intended: applies them before a comparison, and knows which were needed. */
export class IntendedDifferences {
  readonly all = readBesideSink<readonly Difference[]>('litellm-differences.json');
  private readonly used = new Set<string>();

  /** Entries that nothing needed so far. */
  get unused(): readonly string[] {
    const entries = this.all.flatMap(({ attribute, members }) => members.map((member) => `${attribute} ${member}`));
    return entries.filter((entry) => !this.used.has(entry));
  }

  /** All attributes of a span as they are to be compared. */
  comparable(attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, this.comparableValue(name, value)]),
    );
  }

  /** JSON text as a structure without the listed members, numbers in text as numbers (Python writes 0.0), instants in ms. */
  private comparableValue(attribute: string, value: unknown): unknown {
    if (typeof value !== 'string') return value;
    const listed = this.all.filter((entry) => entry.attribute === attribute).flatMap(({ members }) => members);
    if (listed.includes('trailing slash')) return this.withoutSlash(attribute, value);
    const parsed = parse(value);
    if (attribute.endsWith('completion_start_time')) return Date.parse(String(parsed));
    for (const member of listed) this.removeMember(attribute, parsed, member.split('.'), member);
    return rounded(parsed);
  }

  private withoutSlash(attribute: string, value: string): string {
    if (value.endsWith('/')) this.used.add(`${attribute} trailing slash`);
    return value.replace(/\/$/, '');
  }

  private removeMember(attribute: string, value: unknown, path: readonly string[], member: string): void {
    const [name = '', ...rest] = path;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return;
    const holder = value as Record<string, unknown>;
    if (rest.length > 0) return this.removeMember(attribute, holder[name], rest, member);
    this.used.add(`${attribute} ${member}`);
    delete holder[name];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rounded(member)]));
}
