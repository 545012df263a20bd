import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { LiteLlmSource } from '../litellm-source.js';
import type { ImportKind, Query, Wanted } from '../import-kind.js';
import { withPermission } from '../source-sql.js';

const ADDRESS_IS_AN_ID = "another user's id is its email: taken without it";

/** LiteLLM's users; whose address is the id of another there comes without it, whichever of both is read first. */
export function usersBy(order: string): ImportKind['rows'] {
  return (source: LiteLlmSource) => `SELECT r.row || jsonb_build_object('email_is_an_id',
      lower(r.row->>'user_email') <> lower(r.row->>'user_id') AND lower(r.row->>'user_email') IN (
        SELECT lower(user_id) FROM ${source.qualified('LiteLLM_UserTable')} WHERE user_id LIKE '%@%')) AS row
    FROM (${withPermission('LiteLLM_UserTable', order)(source)}) AS r`;
}

/** The note of a user who came without its address. */
export function noteOfAddress(isAnId: boolean): readonly string[] {
  return isAnId ? [ADDRESS_IS_AN_ID] : [];
}

/** Against the users who are here: an address that is the id of another is left out, and who would have the address of another for an id is left. */
export async function findClashes(items: readonly Wanted[], query: Query): Promise<readonly Outcome<Wanted, string>[]> {
  const emails = items.flatMap(({ columns: { email } }) => (typeof email === 'string' ? [email] : []));
  const ids = items.map(({ birth }) => birth['id'] ?? '');
  const holders = await query<{ id: string }>(
    `SELECT id FROM tollgate.app_user WHERE id LIKE '%@%' AND lower(id) = ANY($1::text[])`,
    emails,
  );
  const owners = await query<{ id: string; email: string }>(
    `SELECT id, email FROM tollgate.app_user AS u WHERE email LIKE '%@%' AND email = ANY($1::text[])`,
    ids.map((id) => id.toLowerCase()),
  );
  const here = new Set(
    (await query<{ id: string }>('SELECT id FROM tollgate.app_user WHERE id = ANY($1::text[])', ids)).map(
      ({ id }) => id,
    ),
  );
  return items.map((item) => {
    const id = item.birth['id'] ?? '';
    const { email } = item.columns;
    if (!here.has(id) && owners.some((owner) => owner.email === id.toLowerCase() && owner.id !== id))
      return fail('its id is the email of another user here');
    if (!holders.some((holder) => holder.id.toLowerCase() === email && holder.id !== id)) return succeed(item);
    return succeed({ ...item, columns: { ...item.columns, email: null }, notes: [...item.notes, ADDRESS_IS_AN_ID] });
  });
}
