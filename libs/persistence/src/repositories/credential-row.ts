import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { Prisma, ProviderCredential } from '../generated/prisma/client.js';
import type { SealedBox } from '../sealing/sealed-box.js';

const MEMBER = 'sealed';

/** What of a row it takes to open it. */
export type SealedCredential = Pick<ProviderCredential, 'id' | 'encryptedValues'>;

export function placeOfCredential(id: string): readonly string[] {
  return ['provider_credential', 'encrypted_values', id];
}

export async function sealValues(values: JsonObject, id: string, box: SealedBox): Promise<Prisma.InputJsonObject> {
  return { [MEMBER]: (await box.seal(JSON.stringify(values), placeOfCredential(id))).toString('base64') };
}

/** undefined: they were sealed with another secret, or for another row. */
export async function openValues(
  { id, encryptedValues }: SealedCredential,
  box: SealedBox,
): Promise<JsonObject | undefined> {
  const sealed = isJsonObject(encryptedValues) ? encryptedValues[MEMBER] : undefined;
  if (typeof sealed !== 'string') return undefined;
  const text = await box.open(Buffer.from(sealed, 'base64'), placeOfCredential(id));
  return text === undefined ? undefined : (JSON.parse(text) as JsonObject);
}
