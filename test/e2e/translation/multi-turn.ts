import { isDeepStrictEqual } from 'node:util';
import type { UpstreamRequest } from '../../support/upstream/index.js';
import { RESULT } from './ask.js';
import type { Asked } from './read-ask.js';
import type { DialectId, Said, Wire } from './said.js';

/** Members that seal what a model thought for its own provider (their API references). */
const SEALS: ReadonlySet<string> = new Set(['signature', 'thoughtSignature', 'encrypted_content', 'data']);

/** What of the first turn the provider was not told again with the second question. */
export function lostOfTurn(
  provider: DialectId,
  first: { readonly said: Said; readonly wire: Wire },
  asked: Asked,
  { text }: Pick<UpstreamRequest, 'text'>,
): readonly string[] {
  const { calls, reasoning } = first.said;
  const ids = asked.calls.map(({ id }) => id);
  return Object.entries({
    'asked call': isDeepStrictEqual(asked.calls.map(withoutId), calls.map(withoutId)),
    // the provider's own ids; one that has none pairs by the names
    'asked ids': calls.every(({ id }, at) => id === undefined || id === ids[at]),
    'asked result':
      asked.results.length === calls.length && asked.results.every((result) => result.text.includes(RESULT)),
    'asked pairs': asked.results.every(({ id, name }, at) =>
      id === undefined ? name !== undefined && name === calls[at]?.name : id === ids[at],
    ),
    'asked seals': sealsIn(first.wire).every((seal) => text.includes(seal)),
    // whose models do not seal what they think read it as text
    'asked reasoning': reasoning === '' || !READS_REASONING.has(provider) || text.includes(JSON.stringify(reasoning)),
  })
    .filter(([, arrived]) => !arrived)
    .map(([what]) => what);
}

const READS_REASONING: ReadonlySet<DialectId> = new Set(['openai-chat', 'ollama-chat']);

function withoutId({ name, args }: { readonly name: string; readonly args: unknown }): unknown {
  return [name, args];
}

/** Every seal that a whole answer holds, as the member that it stands in has it in JSON. */
export function sealsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(sealsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    SEALS.has(name) && typeof member === 'string' && member !== ''
      ? [`${JSON.stringify(name)}:${JSON.stringify(member)}`]
      : sealsIn(member),
  );
}
