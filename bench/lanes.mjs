import { CLIENTS, SAME, TRANSLATIONS } from './dialects.mjs';

/** Bytes of the long prompts: a few pages. */
export const LONG_PROMPT_BYTES = 30_000;

/**
 * A lane: `target` names the process that is asked (`bare` is what the others are compared with), `key` who asks, `to` the model (and with
 * it the client's dialect).
 */
const BARE = { id: 'bare', target: 'bare', to: SAME, title: 'bare proxy' };
const BARE_JSON = { id: 'bare-json', target: 'bareJson', to: SAME, title: 'bare proxy, JSON read and written' };
const PROXY = { id: 'proxy', target: 'open', key: 'none', to: SAME, title: 'proxy only (`--no-auth`)' };
const CHECKED = { id: 'checked', target: 'keyed', key: 'checked', to: SAME, title: 'key checked' };
const GOVERNED = { id: 'governed', target: 'keyed', key: 'governed', to: SAME, title: 'governed' };
const LOGGED = { id: 'logged', target: 'told', key: 'governed', to: SAME, title: 'governed, content to a sink' };
const TRANSLATED = TRANSLATIONS.map((to) => ({ ...GOVERNED, id: to.id, to, title: `governed, ${to.title}` }));

/** What is measured: a group is run in rounds, its lanes one after another in each. `warmUp` is in answers, for each process. */
export const GROUPS = [
  {
    id: 'unary',
    title: 'Whole answers',
    warmUp: 40_000,
    lanes: [BARE, BARE_JSON, PROXY, CHECKED, GOVERNED, ...TRANSLATED],
  },
  {
    id: 'stream',
    title: 'Streams',
    streamed: true,
    warmUp: 8_000,
    lanes: [BARE, PROXY, CHECKED, GOVERNED, ...TRANSLATED],
  },
  {
    id: 'content',
    title: 'Whole answers to prompts of 30 KB',
    promptBytes: LONG_PROMPT_BYTES,
    warmUp: 5_000,
    lanes: [BARE, GOVERNED, LOGGED],
  },
  {
    id: 'one-core',
    title: 'Whole answers, everything on one core',
    oneCore: true,
    warmUp: 10_000,
    lanes: [BARE, GOVERNED],
  },
];

/** What is asked in a lane, as bench/load.mjs takes it. */
export function askOf(group, { to }, origin) {
  const { path, streamEnd, body } = CLIENTS[to.client];
  const content = group.promptBytes === undefined ? SHORT_PROMPT : prose(group.promptBytes);
  const streamed = group.streamed === true;
  return {
    url: `${origin}${path}`,
    body: JSON.stringify({ ...body(to.id, content), ...(streamed && { stream: true }) }),
    ...(streamed && { streamEnd }),
  };
}

const SHORT_PROMPT = 'this is a test request, write a short poem';

const WORDS = (
  'the of and a to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we ' +
  'when your can said there use an each which she do how their if will up other about out many then them these so some her would make ' +
  'like him into time has look two more write go see number no way could people my than first water been call who oil its now find long'
).split(' ');

/** English words in a fixed order without a short period, so that a tokenizer has real work. */
function prose(bytes) {
  let text = '';
  for (let state = 1; text.length < bytes; state = (state * 48_271) % 2_147_483_647)
    text += `${WORDS[state % WORDS.length]} `;
  return text.slice(0, bytes);
}
