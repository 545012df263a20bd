/** Longest name that a client may choose, characters. */
const CHARACTERS_MAX = 256;
/**
 * What names of models are made of, in any provider's list: fine-tuned ones (`ft:gpt-4o:org:name:id`), ARNs, versions (`@20241022`),
 * tags (`:free`), folders (`meta/llama-3`).
 */
const CHARACTERS = /^[A-Za-z0-9._:@+/-]+$/;

/**
 * Whether a name that no operator wrote can be that of a model: it goes into addresses, facts, headers and metrics, so it is short, plain,
 * and has no empty, `.` or `..` part.
 */
export function isModelName(name: string): boolean {
  return name.length <= CHARACTERS_MAX && CHARACTERS.test(name) && name.split('/').every(isPart);
}

function isPart(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..';
}
