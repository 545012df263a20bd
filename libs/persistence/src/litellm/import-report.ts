import { type NanoUsd, usdFromNanoUsd } from '@tollgate/kernel';

/** What became of the objects of one kind. */
interface KindCounts {
  /** New here. */
  taken: number;
  /** Here since an earlier import, and changed there since. */
  updated: number;
  /** Here already as they are there. */
  same: number;
  left: number;
}

export type Fate = 'taken' | 'updated' | 'same';

const NAMES_SHOWN_MAX = 10;

/** What an import did, for its lines. Names are those of objects, never secrets or hashes. */
export class ImportReport {
  private readonly kinds = new Map<string, KindCounts>();
  private readonly notes = new Map<string, string[]>();
  private readonly leaving = new Map<string, string[]>();
  private spentNano: NanoUsd = 0n;
  private spenders = 0;

  count(kind: string, fate: Fate): void {
    this.of(kind)[fate] += 1;
  }

  leave(kind: string, name: string, reason: string): void {
    this.of(kind).left += 1;
    push(this.leaving, `${kind}: ${reason}`, name);
  }

  /** Tables that are not taken at all. */
  leaveTable(table: string, rows: string, reason: string): void {
    push(this.leaving, `tables: ${reason}`, `${table} (${rows})`);
  }

  /** Something that was changed on the way, or that the operator has to know. */
  note(kind: string, name: string, what: string): void {
    push(this.notes, `${kind}: ${what}`, name);
  }

  spent(amountNano: NanoUsd): void {
    this.spentNano += amountNano;
    this.spenders += 1;
  }

  /** Objects read so far of a kind. */
  seen(kind: string): number {
    const { taken, updated, same, left } = this.of(kind);
    return taken + updated + same + left;
  }

  lines(): readonly string[] {
    const kinds = [...this.kinds].map(([kind, counts]) => `${kind}: ${renderCounts(counts)}`);
    return [
      ...kinds,
      `spend: ${String(usdFromNanoUsd(this.spentNano))} dollars, as opening entries of ${counted(this.spenders, 'object')}`,
      ...section('changed on the way:', this.notes),
      ...section('left in LiteLLM:', this.leaving),
    ];
  }

  private of(kind: string): KindCounts {
    const counts = this.kinds.get(kind) ?? { taken: 0, updated: 0, same: 0, left: 0 };
    this.kinds.set(kind, counts);
    return counts;
  }
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function renderCounts({ taken, updated, same, left }: KindCounts): string {
  const parts = [
    `${String(taken)} taken`,
    ...(updated > 0 ? [`${String(updated)} updated`] : []),
    ...(same > 0 ? [`${String(same)} the same as before`] : []),
    ...(left > 0 ? [`${String(left)} left`] : []),
  ];
  return parts.join(', ');
}

function section(title: string, reasons: ReadonlyMap<string, readonly string[]>): readonly string[] {
  if (reasons.size === 0) return [];
  return [title, ...[...reasons].map(([reason, names]) => `  ${reason}: ${shorten(names)}`)];
}

function shorten(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN_MAX).map(inOneLine).join(', ');
  return names.length > NAMES_SHOWN_MAX ? `${shown} and ${String(names.length - NAMES_SHOWN_MAX)} more` : shown;
}

/** A name is a client's text: it writes no line of its own and moves no cursor. */
function inOneLine(name: string): string {
  return name.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 100);
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
