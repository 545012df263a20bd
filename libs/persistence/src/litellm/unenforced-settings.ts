import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { KnownObjects } from './known-objects.js';
import type { SourceRow } from './source-row.js';

/** Settings of LiteLLM's that hold a caller back and that nothing enforces here yet, by their names as fields. */
export const UNENFORCED_SETTINGS = ['guardrails', 'policies', 'tag_rpm_limit', 'object_permission'] as const;

/** Of an object permission, what takes something away from calls that are served here; the rest opens what is not. */
const HOLDING_BACK = ['blocked_tools', 'models', 'vector_stores'];

/**
 * `{ blocked: true }` for an object with such a setting: served, it would do what its owner had forbidden. Notes why, and how to take it as it is.
 */
export function blockUnenforced(
  row: SourceRow,
  metadata: JsonObject,
  known: KnownObjects,
): { readonly blocked?: true } {
  const set = UNENFORCED_SETTINGS.filter((name) => holds(name, row.row[name]) || holds(name, metadata[name]));
  const refused = set.filter((name) => !known.allowed.has(name));
  if (refused.length === 0) return {};
  const options = refused.map((name) => `--allow-unserved ${name}`).join(' ');
  row.notes.push(`${refused.join(', ')}: not enforced here, so it was taken blocked (${options} takes it as it is)`);
  return { blocked: true };
}

function holds(name: (typeof UNENFORCED_SETTINGS)[number], value: JsonValue | undefined): boolean {
  if (name !== 'object_permission') return !isEmpty(value);
  return isJsonObject(value) && HOLDING_BACK.some((part) => !isEmpty(value[part]));
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
