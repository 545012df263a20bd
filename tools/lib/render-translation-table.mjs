// docs/translation.md: the matrix of test/e2e/translation, from the data that its test runs by.

import { globSync, readFileSync } from 'node:fs';
import { fromRoot } from './paths.mjs';

const CLIENTS = {
  'openai-chat': 'chat completions',
  'openai-responses': 'responses',
  'openai-completions': 'legacy completions',
  'anthropic-messages': 'Anthropic messages',
  gemini: 'Gemini',
};
const PROVIDERS = { ...CLIENTS, 'ollama-chat': 'Ollama' };
const MODES = ['unary', 'stream'];
/** What a prompt of plain text can ask. */
const OF_LEGACY = new Set(['text', 'refusal', 'length-stop', 'error']);
const HAND_MADE = new Set(readHandMade());
const MARKS = { whole: '✓', derived: 's', loss: '≈', refused: '✗', missing: '–', unasked: '' };

export async function renderTranslationTable() {
  const answers = read('answers.json');
  const firstTurns = read('first-turns.json');
  const losses = read('expected-loss.json');
  const count = { whole: 0, derived: 0, loss: 0, refused: 0, missing: 0, unasked: 0 };
  const sections = Object.entries(CLIENTS).map(([client, name]) => {
    const rows = Object.keys(answers['openai-chat']).map((aspect) => {
      const squares = Object.keys(PROVIDERS).map((provider) => {
        const kinds = MODES.map((mode) => kindOf({ client, provider, aspect, mode }, { answers, firstTurns, losses }));
        for (const kind of kinds) count[kind] += 1;
        return kinds
          .map((kind) => MARKS[kind])
          .join(' ')
          .trim();
      });
      return row([aspect.replaceAll('-', ' '), ...squares]);
    });
    const heads = ['', ...Object.values(PROVIDERS)];
    return [`## A client of ${name}`, '', row(heads), row(heads.map(() => '---')), ...rows].join('\n');
  });
  return `${[intro(count), ...sections, renderLosses(losses)].join('\n\n')}\n`;
}

function kindOf({ client, provider, aspect, mode }, { answers, firstTurns, losses }) {
  if (client === 'openai-completions' && !OF_LEGACY.has(aspect)) return 'unasked';
  const lost = losses
    .filter((loss) => loss.client === client && loss.provider === provider)
    .filter(({ cells }) => cells.includes(`${aspect}, ${mode}`))
    .map((loss) => loss.lost);
  if (lost.includes('refused')) return 'refused';
  const answer = answers[provider][aspect][mode];
  if (answer === null) return 'missing';
  if (lost.length > 0) return 'loss';
  const first = aspect === 'multi-turn-tools' ? firstTurns[provider]?.[mode] : undefined;
  return [answer, first].some(isDerived) ? 'derived' : 'whole';
}

function isDerived(name) {
  return name !== undefined && (name.startsWith('spec-derived/') || HAND_MADE.has(name.replace(/ #\d+$/, '')));
}

/** Recordings that those who published them made by hand. */
function readHandMade() {
  const files = globSync('libs/*/src/*/__recordings__/sources.json', { cwd: fromRoot('.') });
  return files.flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(fromRoot(file), 'utf8'))).flatMap(([name, { handMade }]) =>
      handMade ? [name] : [],
    ),
  );
}

function intro({ whole, derived, loss, refused, missing }) {
  const played = whole + derived + loss + refused;
  return `# What arrives between which dialects

Each client dialect asks each provider dialect for each of ten things, as a whole answer and as a stream, through the running gateway
(\`test/e2e/translation\`). The provider is asked what the client asked (words, tools and their turns, schema, picture, limit), and the client
reads what the provider said (words, reasoning, calls with their ids and arguments, how it ended, tokens), or an error of its own dialect. Of two
turns with tools the second question is made of the answer to the first, as the client's SDK would: the provider must be told its own calls again with
their ids, each result with the id of its call, what its model thought, and every seal of that, byte by byte.
The answers are recordings of real traffic, but for those that are marked; \`npm run generate\` writes this page from the data that the test runs by.

| | squares | |
| --- | --- | --- |
| ✓ | ${whole} | nothing is lost, on a recorded answer |
| s | ${derived} | nothing is lost, on an answer written by hand: from the provider's published page, or by who published it |
| ≈ | ${loss} | something is lost, for a reason below |
| ✗ | ${refused} | refused by name, for a reason below |
| – | ${missing} | no recording |

${played} squares are played. In each place the whole answer stands first, then the stream; an empty place is nothing that the client's dialect can
ask.`;
}

function renderLosses(losses) {
  const heads = ['client', 'provider', 'what', 'in', 'why'];
  const rows = losses.map(({ client, provider, lost, cells, reason }) =>
    row([CLIENTS[client], PROVIDERS[provider], lost, cells.join('; '), reason]),
  );
  return ['## What is lost, and why', '', row(heads), row(heads.map(() => '---')), ...rows].join('\n');
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function read(file) {
  return JSON.parse(readFileSync(fromRoot('test', 'e2e', 'translation', file), 'utf8'));
}
