import type { KeptModel } from '@tollgate/config';
import { fail, isJsonObject, type JsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';
import type { KnownObjects } from './known-objects.js';
import { openLiteLlm } from './litellm-sealing.js';
import { objectOf, SourceRow } from './source-row.js';

const REFERENCE = 'os.environ/';

export interface ReadModel {
  readonly model: KeptModel;
  readonly notes: readonly string[];
}

/** A row of LiteLLM's models, opened; the failure is why it is left. */
export function readKeptModel(json: JsonObject, saltKey: string, known: KnownObjects): Outcome<ReadModel, string> {
  const row = new SourceRow(json);
  const [id, stored] = [row.text('model_id'), row.text('model_name')];
  if (id === null || stored === null) return fail('it has no name');
  const params = openAll(row.object('litellm_params'), saltKey);
  if (params === undefined) return fail('its parameters cannot be opened with this salt key (--salt-key)');
  const { id: _own, db_model: _flag, ...info } = objectOf(json['model_info']);
  const teamId = typeof info['team_id'] === 'string' ? info['team_id'] : null;
  const missing = known.missing({ team: teamId });
  if (missing !== undefined) return fail(missing);
  // a team's own model stands in LiteLLM under a name that nobody asks for
  const name = typeof info['team_public_model_name'] === 'string' ? info['team_public_model_name'] : stored;
  const references = referencesIn(params);
  if (references.length > 0)
    row.notes.push(
      `its ${references.join(', ')} is read only where general_settings.allow_env_references_from_api lists it`,
    );
  if (params['litellm_credential_name'] !== undefined)
    row.notes.push('its credential is kept apart and was not taken: give the model its own');
  return succeed({
    model: { id, name, teamId, blocked: row.flag('blocked') === true, params, info },
    notes: row.notes,
  });
}

/** Texts are sealed one by one. undefined: one of them cannot be opened. */
function openAll(params: JsonObject, saltKey: string): JsonObject | undefined {
  const opened: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(params)) {
    const open = openValue(value ?? null, saltKey);
    if (open === undefined) return undefined;
    if (open !== null) opened[name] = open;
  }
  return opened;
}

function openValue(value: JsonValue, saltKey: string): JsonValue | undefined {
  if (typeof value === 'string') return openLiteLlm(value, saltKey);
  return isJsonObject(value) ? openAll(value, saltKey) : value;
}

function referencesIn(params: JsonObject): readonly string[] {
  return Object.values(params).filter(
    (value): value is string => typeof value === 'string' && value.startsWith(REFERENCE),
  );
}
