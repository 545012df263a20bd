import type { KeptModel } from '@tollgate/config';
import { fail, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import { openMembers } from './litellm-sealing.js';
import type { Opened, Opening } from './opened-import.js';
import { objectOf, SourceRow } from './source-row.js';

const REFERENCE = 'os.environ/';

/** A row of LiteLLM's models, opened; the failure is why it is left. */
export function readKeptModel(
  json: JsonObject,
  { saltKey, known, refuseAddress }: Pick<Opening, 'saltKey' | 'known' | 'refuseAddress'>,
): Outcome<Opened<KeptModel>, string> {
  const row = new SourceRow(json);
  const [id, stored] = [row.text('model_id'), row.text('model_name')];
  if (id === null || stored === null) return fail('it has no name');
  const params = openMembers(row.object('litellm_params'), saltKey);
  if (params === undefined) return fail('its parameters cannot be opened with this salt key (--salt-key)');
  const { id: _own, db_model: _flag, ...info } = objectOf(json['model_info']);
  const teamId = typeof info['team_id'] === 'string' ? info['team_id'] : null;
  const missing = known.missing({ team: teamId });
  const credential = params['litellm_credential_name'];
  const other = known.other({ credential: typeof credential === 'string' ? credential : null });
  const reason = missing ?? other;
  if (reason !== undefined) return fail(reason);
  // a team's own model stands in LiteLLM under a name that nobody asks for
  const name = typeof info['team_public_model_name'] === 'string' ? info['team_public_model_name'] : stored;
  const references = referencesIn(params);
  if (references.length > 0)
    row.notes.push(
      `its ${references.join(', ')} is read only where general_settings.allow_env_references_from_api lists it`,
    );
  if (credential !== undefined) row.notes.push(...whatItsCredentialAsks(params, teamId));
  const base = params['api_base'] ?? params['base_url'];
  const refused = typeof base === 'string' ? refuseAddress(base, teamId) : undefined;
  if (refused !== undefined) row.notes.push(refused);
  return succeed({
    item: { id, name, teamId, blocked: row.flag('blocked') === true, params, info },
    notes: row.notes,
  });
}

/** Here a credential is the operator's alone, and bound to origins. */
function whatItsCredentialAsks(params: JsonObject, teamId: string | null): readonly string[] {
  if (teamId !== null) return ['a model of a team is served with no credential of the operator’s: give it its own'];
  const base = params['api_base'] ?? params['base_url'];
  return base === undefined ? [] : ['it has an address of its own: list it in allowed_origins of its credential'];
}

function referencesIn(params: JsonObject): readonly string[] {
  return Object.values(params).filter(
    (value): value is string => typeof value === 'string' && value.startsWith(REFERENCE),
  );
}
