import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CredentialSettings } from '@tollgate/persistence';
import { mergeMembers } from '../validation/merge-members.js';
import { badCredential } from './credential-refusals.js';
import type { UpdateCredentialDto } from './dto/credential.dto.js';

const NAME_LENGTH_MAX = 256;

/** A credential with the named members changed. Throws the refusal of the first that is wrong. */
export function changeCredential(before: CredentialSettings, dto: UpdateCredentialDto): CredentialSettings {
  const values = mergeMembers(before.values, dto.credential_values ?? {});
  for (const [name, value] of Object.entries(values))
    if (typeof value === 'object') throw badCredential(`credential_values.${name}`, 'must be a text.');
  return {
    values,
    info: mergeMembers(before.info, dto.credential_info ?? {}),
    allowedOrigins: dto.allowed_origins == null ? originsOf(before, values) : dto.allowed_origins.map(readOrigin),
  };
}

export function readName(name: string): string {
  if (name.trim() === '' || name.length > NAME_LENGTH_MAX)
    throw badCredential('credential_name', `must be 1 to ${String(NAME_LENGTH_MAX)} characters.`);
  return name;
}

/** Without a list, where the credential itself says that its provider is. One that has a list keeps to it. */
function originsOf({ values: before, allowedOrigins }: CredentialSettings, values: JsonObject): readonly string[] {
  const [old, now] = [ownOrigin(before['api_base']), ownOrigin(values['api_base'])];
  const others = allowedOrigins.filter((origin) => origin !== old);
  return now === undefined ? others : [...new Set([now, ...others])];
}

function ownOrigin(base: JsonValue | undefined): string | undefined {
  return base == null ? undefined : readOrigin(typeof base === 'string' ? base : '');
}

function readOrigin(address: string): string {
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return new URL(address).origin;
  throw badCredential('allowed_origins', 'must hold addresses that begin with http:// or https://.');
}
