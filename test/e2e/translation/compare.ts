import { isDeepStrictEqual } from 'node:util';
import { type Aspect, LIMIT, PNG, QUESTION, SCHEMA, SYSTEM, TOOL } from './ask.js';
import type { Cell } from './cells.js';
import type { Asked } from './read-ask.js';
import type { Said } from './said.js';

/** What of the client's question the provider was not asked. */
export function lostOfAsk(aspect: Aspect, stream: boolean, asked: Asked): readonly string[] {
  const tools = aspect.endsWith('tools');
  return Object.entries({
    'asked words': asked.words.includes(SYSTEM) && asked.words.includes(QUESTION),
    'asked stream': asked.stream === stream,
    'asked tools': isDeepStrictEqual(asked.tools, tools ? [TOOL] : []),
    ...(aspect === 'structured-output' && { 'asked schema': isDeepStrictEqual(asked.schema, SCHEMA) }),
    ...(aspect === 'image-input' && {
      'asked image': asked.images.length === 1 && asked.images[0]?.includes(PNG) === true,
    }),
    ...(aspect === 'reasoning' && { 'asked thought': asked.thinks }),
    ...(aspect === 'length-stop' && { 'asked limit': asked.limit === LIMIT }),
  })
    .filter(([, arrived]) => !arrived)
    .map(([what]) => what);
}

/** What of the provider's answer the client does not read. */
export function lostOfAnswer(said: Said, heard: Said): readonly string[] {
  return Object.entries({
    words: said.text + said.refusal === heard.text + heard.refusal,
    reasoning: said.reasoning === heard.reasoning,
    calls: isDeepStrictEqual(
      said.calls.map(({ name, args }) => [name, args]),
      heard.calls.map(({ name, args }) => [name, args]),
    ),
    'call ids': said.calls.every(({ id }, at) => id === undefined || id === heard.calls[at]?.id),
    finish: said.finish === heard.finish,
    'input tokens': said.input === undefined || said.input === heard.input,
    'output tokens': said.output === undefined || said.output === heard.output,
  })
    .filter(([, arrived]) => !arrived)
    .map(([what]) => what);
}

/** Whether an answer has what its square is about; else the square would prove nothing. Legacy completions have no more than text. */
export function shows({ aspect, provider }: Pick<Cell, 'aspect' | 'provider'>, said: Said): boolean {
  if (aspect === 'length-stop') return said.finish === 'length';
  if (provider === 'openai-completions') return said.text !== '';
  switch (aspect) {
    case 'tools':
      return said.calls.length >= 1 && said.finish === 'tools';
    case 'parallel-tools':
      return said.calls.length >= 2 && said.finish === 'tools';
    case 'reasoning':
      return said.reasoning !== '';
    case 'refusal':
      return said.finish === 'refusal';
    case 'image-input':
      // what is shown is in the question
      return said.output !== undefined;
    default:
      return said.text !== '';
  }
}
