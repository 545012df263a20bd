/** Bytes of the long prompts: a few pages. */
export const LONG_PROMPT_BYTES = 30_000;

/**
 * What is measured. A group is run in rounds, its lanes one after another in each; `target` names the process that is asked (`bare` is what
 * the others are compared with), `key` who asks, `rows` whether the ledger is counted.
 */
export const GROUPS = [
  {
    id: 'unary',
    title: 'Whole answers',
    lanes: [
      { id: 'bare', target: 'bare', title: 'bare proxy' },
      { id: 'bare-json', target: 'bareJson', title: 'bare proxy, JSON read and written' },
      { id: 'proxy', target: 'open', key: 'none', title: 'proxy only (`--no-auth`)' },
      { id: 'checked', target: 'keyed', key: 'checked', title: 'key checked' },
      { id: 'governed', target: 'keyed', key: 'governed', title: 'governed' },
      { id: 'translated', target: 'keyed', key: 'governed', model: 'translated', title: 'governed, translated' },
    ],
  },
  {
    id: 'stream',
    title: 'Streams',
    streamed: true,
    lanes: [
      { id: 'bare', target: 'bare', title: 'bare proxy' },
      { id: 'proxy', target: 'open', key: 'none', title: 'proxy only (`--no-auth`)' },
      { id: 'checked', target: 'keyed', key: 'checked', title: 'key checked' },
      { id: 'governed', target: 'keyed', key: 'governed', title: 'governed' },
      { id: 'translated', target: 'keyed', key: 'governed', model: 'translated', title: 'governed, translated' },
    ],
  },
  {
    id: 'content',
    title: 'Whole answers to prompts of 30 KB',
    promptBytes: LONG_PROMPT_BYTES,
    lanes: [
      { id: 'bare', target: 'bare', title: 'bare proxy' },
      { id: 'governed', target: 'keyed', key: 'governed', title: 'governed' },
      { id: 'logged', target: 'told', key: 'governed', title: 'governed, content to a sink' },
    ],
  },
  {
    id: 'one-core',
    title: 'Whole answers, everything on one core',
    oneCore: true,
    lanes: [
      { id: 'bare', target: 'bare', title: 'bare proxy' },
      { id: 'governed', target: 'keyed', key: 'governed', title: 'governed' },
    ],
  },
];

/** The body of a lane's requests. */
export function bodyOf(group, lane) {
  const content = group.promptBytes === undefined ? SHORT_PROMPT : prose(group.promptBytes);
  return JSON.stringify({
    model: lane.model ?? 'bench',
    messages: [{ role: 'user', content }],
    ...(group.streamed && { stream: true }),
  });
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
