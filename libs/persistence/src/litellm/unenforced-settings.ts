import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { KnownObjects } from './known-objects.js';
import type { SourceRow } from './source-row.js';

/** Settings of LiteLLM's that hold a caller back and that nothing enforces here yet, by their names as fields or in `metadata`. */
export const UNENFORCED_SETTINGS = [
  'guardrails',
  'policies',
  'tag_rpm_limit',
  'tag_tpm_limit',
  'tpd_limit',
  'allowed_tools',
  'denied_passthrough_routes',
  'permissions',
  'object_permission',
  // a promise that what is said in its calls is told to nobody
  'turn_off_message_logging',
] as const;

/** Of a budget that somebody is linked to, by its columns. */
const UNENFORCED_OF_BUDGETS = ['tpd_limit', 'allowed_models'] as const;

/** Members of `permissions` that open something and take nothing away. */
const OPENING = ['get_spend_routes', 'allow_pii_controls'];

/** Of an object permission, what takes something away from calls that are served here; the rest opens what is not. */
const HOLDING_BACK = ['blocked_tools', 'models', 'vector_stores'];

/**
 * `{ blocked: true }` for an object with such a setting, of its own or of the budget that it is linked to: served, it would do what its owner
 * had forbidden. Notes why, and how to take it as it is.
 */
export function blockUnenforced(
  row: SourceRow,
  metadata: JsonObject,
  known: KnownObjects,
): { readonly blocked?: true } {
  const set: readonly string[] = UNENFORCED_SETTINGS.filter(
    (name) => holds(name, row.row[name]) || holds(name, metadata[name]),
  );
  const linked = known.unenforcedOfBudgets.get(row.text('budget_id') ?? '') ?? [];
  const refused = [...new Set([...set, ...linked])].filter((name) => !known.allowed.has(name));
  if (refused.length === 0) return {};
  const options = refused.map((name) => `--allow-unserved ${name}`).join(' ');
  row.notes.push(`${refused.join(', ')}: not enforced here, so it was taken blocked (${options} takes it as it is)`);
  return { blocked: true };
}

/** What a budget holds back that is not enforced here for whoever is linked to it. */
export function unenforcedOfBudget(row: SourceRow): readonly string[] {
  return UNENFORCED_OF_BUDGETS.filter((name) => !isEmpty(row.row[name]));
}

/** Notes what a budget holds back, for those who cannot be blocked. */
export function noteUnenforcedOfBudget(row: SourceRow, known: KnownObjects, names: readonly string[]): void {
  const linked = known.unenforcedOfBudgets.get(row.text('budget_id') ?? '') ?? [];
  const told = linked.filter((name) => names.includes(name));
  if (told.length > 0) row.notes.push(`${told.join(', ')} of its budget: not enforced here`);
}

function holds(name: (typeof UNENFORCED_SETTINGS)[number], value: JsonValue | undefined): boolean {
  if (name === 'object_permission') return isJsonObject(value) && HOLDING_BACK.some((part) => !isEmpty(value[part]));
  if (name !== 'permissions') return !isEmpty(value);
  return (
    isJsonObject(value) && Object.entries(value).some(([part, given]) => given !== true && !OPENING.includes(part))
  );
}

/** What LiteLLM stores for "not set". */
export function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
