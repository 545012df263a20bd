import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { Target } from '@tollgate/canonical';
import type { UpstreamFormat } from '@tollgate/formats';
import type { Dialect, SpokenDialect } from '../matrix/dialects.js';

/** What becomes of a member of the client's request at a provider. */
export type Fate =
  /** It stands in the provider's request as the client wrote it. */
  | 'sent'
  /** The provider is asked for it in its own words. */
  | 'mapped'
  /** It is left out and named (`x-litellm-dropped-params`). */
  | 'named'
  /** The request is refused with its name, unless the caller or operator lets it be dropped: then it is named. */
  | 'refused'
  /** It is content that cannot be told: the request is refused with its name, whatever may be dropped. */
  | 'content'
  /** Nothing says what became of it. */
  | 'silent';

/** A member with a value that asks for something, and what has to stand beside it to be taken at all. */
export interface Sample {
  readonly value: JsonValue;
  readonly beside?: JsonObject;
}

type Encoding = ReturnType<UpstreamFormat['encodeRequest']>;
type Encoded = Extract<Encoding, { ok: true }>['value'];

/** Asks a provider with and without the member, and tells by the difference. */
export function findFate(
  client: SpokenDialect,
  provider: Dialect,
  target: Target,
  base: JsonObject,
  member: string,
  { value, beside }: Sample,
): Fate {
  const { [member]: _replaced, ...others } = { ...base, ...beside };
  const ask = (body: JsonObject, dropParams: boolean): Encoding => {
    const decoded = client.client.decodeRequest({ body, params: {}, query: {} });
    return decoded.ok ? provider.upstream.encodeRequest(decoded.value, { ...target, dropParams }) : decoded;
  };
  const asked = ask({ ...others, [member]: value }, false);
  if (!asked.ok) {
    const dropped = ask({ ...others, [member]: value }, true);
    if (!dropped.ok && asked.error.param === member && dropped.error.param === member) return 'content';
    return asked.error.message.includes(`'${member}'`) && dropped.ok && isNamed(dropped.value, member)
      ? 'refused'
      : 'silent';
  }
  if (isNamed(asked.value, member)) return 'named';
  if (isDeepStrictEqual(asked.value.body[member], value)) return 'sent';
  const unasked = ask({ ...others, ...(base[member] !== undefined && { [member]: base[member] }) }, false);
  return unasked.ok && !isDeepStrictEqual(unasked.value.body, asked.value.body) ? 'mapped' : 'silent';
}

function isNamed({ warnings }: Encoded, member: string): boolean {
  return warnings.some(({ code, path }) => code === 'dropped' && (path === member || path.startsWith(`${member}.`)));
}
