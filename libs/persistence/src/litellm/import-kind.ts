import type { ScopeName } from '@tollgate/canonical';
import type { Instant, JsonObject, NanoUsd, Outcome } from '@tollgate/kernel';
import type { AuditResource } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { KnownObjects } from './known-objects.js';
import type { LiteLlmSource } from './litellm-source.js';

/** What an object has spent there. */
export interface SourceSpend {
  /** In the window that is running, or that ended last. */
  readonly windowNano: NanoUsd;
  /** In its whole life, where that is known. */
  readonly lifetimeNano?: NanoUsd;
  /** End of that window; null: it never resets. */
  readonly resetAt: Instant | null;
}

/** Columns that are written once, instants in ISO form. */
export type Birth = Readonly<Record<string, string | null>>;

/** An object as it is to be here: columns of our table by name, with values as JSON. */
export interface Wanted {
  /** How the report names it; never a secret. */
  readonly name: string;
  /** What tells it from others, and what is written once. */
  readonly birth: Birth;
  /** What a later import may change. */
  readonly columns: JsonObject;
  readonly spend?: SourceSpend;
  /** The budget whose window counts where it has none of its own. */
  readonly linkedBudgetId?: string | null;
  /** Objects that it names and that need not be here; where they are, they have to be LiteLLM's. */
  readonly names?: readonly NamedObject[];
  /** Secrets of a key, the one that it is called with first. */
  readonly secrets?: readonly WantedSecret[];
  /** What was changed on the way. */
  readonly notes: readonly string[];
}

export interface NamedObject {
  readonly kind: 'access_group' | 'user';
  readonly id: string;
}

export interface WantedSecret {
  /** SHA-256, hex. */
  readonly hash: string;
  /** null: it ends with its key. */
  readonly expiresAt: Instant | null;
}

/** A statement of ours, inside the change or, in a dry run, beside it. */
export type Query = <T>(sql: string, ...parameters: readonly unknown[]) => Promise<readonly T[]>;

/** An object that is here after the batch. */
export interface Landed {
  readonly wanted: Wanted;
  readonly isNew: boolean;
}

/** One kind of objects: from where, to where, and how. */
export interface ImportKind {
  /** In the audit, the epoch's changes and the memory of imports. */
  readonly name: AuditResource;
  readonly plural: string;
  readonly from: string;
  /** A statement whose one column `row` is a JSON object. */
  readonly rows: (source: LiteLlmSource) => string;
  readonly table: string;
  /** Columns that tell one from another, as its id is made of. */
  readonly identity: readonly string[];
  /** SQL over a row `t` of that table: how the report names it, where its id says nothing to people. */
  readonly shown?: string;
  /** Columns that may be empty and whose values no two may share: who comes later goes without. */
  readonly unique?: readonly string[];
  readonly scope?: ScopeName;
  /** Its identity says all that it is: one that was made here is the same as LiteLLM's, where no column of theirs differs. */
  readonly isKnownByIdentity?: true;
  /** The failure is why it is left. */
  readonly read: (row: JsonObject, known: KnownObjects) => Outcome<Wanted, string>;
  /** Looks at what is here before a batch is compared: the failure is why one of it is left. */
  readonly identify?: (items: readonly Wanted[], query: Query) => Promise<readonly Outcome<Wanted, string>[]>;
  /** Writes what stands in other tables. */
  readonly attach?: (landed: readonly Landed[], tx: Prisma.TransactionClient, now: Date) => Promise<void>;
  /** What processes have to forget, beside the object itself. */
  readonly touches?: (wanted: Wanted) => readonly (readonly [kind: string, id: string])[];
}

/** SQL: the id of a row `t`, with its alias. */
export const ID_WITH_ALIAS = `t.id || coalesce(' (' || nullif(t.alias, '') || ')', '')`;

/** The id of an object: its identity's values with a stroke between them. */
export function idOf({ identity }: Pick<ImportKind, 'identity'>, row: JsonObject): string {
  return identity.map((column) => textAt(row, column)).join('/');
}

/** A column of text. */
export function textAt(row: JsonObject, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

/** The whole rows of a table, in an order. */
export function wholeRows(table: string, order: string): ImportKind['rows'] {
  return (source) => `SELECT to_jsonb(t) AS row FROM ${source.qualified(table)} AS t ORDER BY ${order}`;
}
