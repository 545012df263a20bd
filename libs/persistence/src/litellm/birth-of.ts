import type { Birth } from './import-kind.js';
import { iso, type SourceRow } from './source-row.js';

/** When and by whom it was made there; what LiteLLM does not say is the import's. */
export function birthOf(row: SourceRow, now: number): Birth {
  const created = row.instant('created_at') ?? now;
  return {
    created_at: iso(created),
    created_by: row.text('created_by'),
    updated_at: iso(row.instant('updated_at') ?? created),
    updated_by: row.text('updated_by'),
  };
}
