import { listedPlaces } from '../../contract/kept-ids/listed-places.js';

export type Json = Record<string, unknown>;

interface Dialect {
  readonly route: string;
  /** The least that a body of it holds. */
  readonly body: Json;
}

/** How each dialect is spoken. */
export const DIALECTS: Readonly<Record<string, Dialect>> = {
  'openai-chat': { route: '/v1/chat/completions', body: { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } },
  'openai-completions': { route: '/v1/completions', body: { model: 'c', prompt: 'Hi' } },
  'openai-responses': { route: '/v1/responses', body: { model: 'm', input: 'Hi' } },
  'anthropic-messages': {
    route: '/v1/messages',
    body: { model: 'claude', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
  },
  gemini: {
    route: '/v1beta/models/g:generateContent',
    body: { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] },
  },
  'openai-images': { route: '/v1/images/generations', body: { model: 'm', prompt: 'Hi' } },
  'openai-moderations': { route: '/v1/moderations', body: { model: 'm', input: 'Hi' } },
  'openai-audio': { route: '/v1/audio/speech', body: { model: 'm', input: 'Hi', voice: 'alloy' } },
};

/** What an object at that place says beside the id, so that the gateway takes it for what it is. */
const BESIDE: Readonly<Record<string, Json>> = {
  messages: { role: 'user' },
  contents: { role: 'user' },
  tools: { type: 'custom_of_the_provider' },
};

/** Every place of every dialect where an id can stand. */
export const CASES = Object.entries(listedPlaces()).flatMap(([format, places]) =>
  places.map((path): [format: string, path: string] => [format, path]),
);

/** An id of its own for each place, in the form that is an id there: an address, a voice's, or any. */
export function idAt(format: string, path: string): string {
  const kept = `kept-${String(CASES.findIndex(([of, at]) => of === format && at === path))}`;
  const name = path.split('.').at(-1) ?? '';
  if (/(^|_)url$|Uri$|^file_data$/.test(name)) return `https://generativelanguage.googleapis.com/v1beta/files/${kept}`;
  return /^voice(Name)?$/.test(name) ? `voice_${kept}` : kept;
}

/** Of what is transcribed; all else of audio is spoken. */
export function isTranscribed(format: string, path: string): boolean {
  return format === 'openai-audio' && path.startsWith('file_');
}

/** A form of the dialect with the id at its place. */
export function formWith(path: string, id: string): FormData {
  const form = new FormData();
  form.set('model', 'm');
  form.set('file', new Blob([Buffer.alloc(64)]), 'a.wav');
  form.set(path, id);
  return form;
}

/** The least body of the dialect with the id at its place, as it stands and in `extra_body`. */
export function bodiesWith(format: string, path: string, id: string): readonly [body: Json, inExtra: Json] {
  const built = grow(path.split('.'), id, path) as Json;
  const least = DIALECTS[format]?.body;
  return [
    { ...least, ...built },
    { ...least, extra_body: built },
  ];
}

function grow([segment = '', ...rest]: readonly string[], id: string, path: string): unknown {
  if (segment === '') return id;
  const isList = segment.endsWith('[]');
  const name = segment.replace('[]', '').replaceAll('*', 'any');
  const inner = grow(rest, id, path);
  const whole = typeof inner === 'object' ? { ...besideOf(name, path), ...inner } : inner;
  return { [name]: isList ? [whole] : whole };
}

function besideOf(name: string, path: string): Json {
  if (name === 'content') return { type: path.startsWith('input') ? 'input_file' : 'of_the_provider' };
  if (name === 'system') return { type: 'of_the_provider' };
  if (name === 'source') return { type: 'content' };
  if (path === 'input[].id') return { type: 'item_reference' };
  if (name === 'input' && path.startsWith('input[].content')) return { role: 'user' };
  if (name === 'input') return { type: path.includes('.output') ? 'function_call_output' : 'of_the_provider' };
  if (path.startsWith('messages[].audio')) return name === 'messages' ? { role: 'assistant' } : {};
  return BESIDE[name] ?? {};
}
