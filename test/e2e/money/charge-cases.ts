import { setTimeout } from 'node:timers/promises';
import {
  answerJson,
  speakChat,
  speakMessage,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '../../support/upstream/index.js';

/** What the row of a call must say of its cost. */
export type Ground =
  /** What the provider billed, by its own report. */
  | 'reported'
  /** Input and the larger of the output received and what could have been made in the time, at most the hold: flagged. */
  | 'estimated'
  /** Provably not billed. */
  | 'free';

export interface ChargeCase {
  readonly name: string;
  readonly dialect: 'chat' | 'message';
  readonly stream: boolean;
  readonly ground: Ground;
  readonly status: 'success' | 'failure' | 'cancelled';
  readonly answer: (request: UpstreamRequest, closed: Promise<void>) => UpstreamAnswer;
  /** The client leaves when it has read so many words; 0: as soon as the provider has the request. */
  readonly leavesAfter?: number;
}

const OUTPUT_TOKENS = 12;
const said = { outputTokens: OUTPUT_TOKENS, promptTokens: 9, word: ' budget' };
const PROVIDER_ERROR = { message: 'overloaded', type: 'server_error', param: null, code: null };
const CHAT_ERROR_EVENT = `data: ${JSON.stringify({ error: PROVIDER_ERROR })}\n\n`;
const MESSAGE_ERROR_EVENT = `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })}\n\n`;

/** The first events of an answer, then another one, which says nothing that is billed. */
function interrupted(answer: UpstreamAnswer, events: number, last: string): UpstreamAnswer {
  const { bill } = answer;
  return {
    ...answer,
    body: [...(answer.body as readonly string[]).slice(0, events), last],
    ...(bill && { bill: { ...bill, output: (written = 0) => bill.output(Math.min(written, events)) } }),
  };
}

/** Stops after some events until the suite is over. */
const stalled = (events: number, closed: Promise<void>) => ({
  gate: (index: number) => (index >= events ? closed : undefined),
});

const SPEAK = { chat: speakChat, message: speakMessage } as const;

const reported: readonly ChargeCase[] = [
  ['a whole answer', false, undefined],
  ['a stream', true, undefined],
  ['a stream that tells its usage twice', true, 'twice'],
  ['a stream that tells its usage as it goes', true, 'as it goes'],
].flatMap(([name, stream, report]): ChargeCase[] =>
  (['chat', 'message'] as const).map((dialect) => ({
    name: `${name as string} (${dialect})`,
    dialect,
    stream: stream as boolean,
    ground: 'reported',
    status: 'success',
    answer: (request) =>
      SPEAK[dialect](request, {
        ...said,
        ...(report !== undefined && { report: report as 'twice' }),
      }),
  })),
);

/** In each dialect, whole and streamed. */
const EVERY_WAY = (['chat', 'message'] as const).flatMap((dialect) =>
  [false, true].map((stream) => ({ dialect, stream, way: `(${dialect}, streamed: ${String(stream)})` })),
);

const zero: readonly ChargeCase[] = EVERY_WAY.map(({ dialect, stream, way }) => ({
  name: `an explicit zero ${way}`,
  dialect,
  stream,
  ground: 'reported',
  status: 'success',
  answer: (request) => ({
    ...SPEAK[dialect](request, { ...said, report: 'zero' }),
    bill: { input: 0, output: () => 0 },
  }),
}));

const unreported: readonly ChargeCase[] = (['nothing', 'negative'] as const).flatMap((report): ChargeCase[] =>
  EVERY_WAY.map(({ dialect, stream, way }) => ({
    name: `a whole answer that reports ${report === 'nothing' ? 'no usage' : 'a negative usage'} ${way}`,
    dialect,
    stream,
    ground: 'estimated',
    status: 'success',
    answer: (request) => SPEAK[dialect](request, { ...said, report }),
  })),
);

/** Long enough for more tokens than the answer has to be written unseen. */
const THOUGHT_MS = 500;

const thoughtful: readonly ChargeCase[] = EVERY_WAY.map(({ dialect, stream, way }) => ({
  name: `a whole answer without usage after a silence in which the model may have thought ${way}`,
  dialect,
  stream,
  ground: 'estimated',
  status: 'success',
  answer: (request) => SPEAK[dialect](request, { ...said, report: 'nothing', before: setTimeout(THOUGHT_MS) }),
}));

const left: readonly ChargeCase[] = [
  {
    name: 'a stream that the client leaves',
    dialect: 'chat',
    stream: true,
    ground: 'estimated',
    status: 'cancelled',
    answer: (request, closed) => speakChat(request, { ...said, ...stalled(6, closed) }),
    leavesAfter: 5,
  },
  {
    name: 'a stream of another dialect that the client leaves',
    dialect: 'message',
    stream: true,
    ground: 'estimated',
    status: 'cancelled',
    answer: (request, closed) => speakMessage(request, { ...said, ...stalled(7, closed) }),
    leavesAfter: 5,
  },
  {
    name: 'a whole answer that the client does not wait for',
    dialect: 'chat',
    stream: false,
    ground: 'estimated',
    status: 'cancelled',
    answer: (request, closed) => speakChat(request, { ...said, before: closed }),
    leavesAfter: 0,
  },
];

const broken: readonly Omit<ChargeCase, 'ground' | 'status'>[] = [
  {
    name: 'a stream that breaks off after some words',
    dialect: 'chat',
    stream: true,
    answer: (request) => speakChat(request, { ...said, cutAfter: 6 }),
  },
  {
    name: 'a stream that breaks off before its first word',
    dialect: 'chat',
    stream: true,
    answer: (request) => speakChat(request, { ...said, cutAfter: 0 }),
  },
  {
    name: 'a whole answer that breaks off',
    dialect: 'chat',
    stream: false,
    answer: (request) => speakChat(request, { ...said, cutAfter: 40 }),
  },
  {
    name: 'an error event after some words',
    dialect: 'chat',
    stream: true,
    answer: (request) => interrupted(speakChat(request, said), 6, CHAT_ERROR_EVENT),
  },
  {
    name: 'an error event instead of the first word',
    dialect: 'chat',
    stream: true,
    answer: (request) => interrupted(speakChat(request, said), 0, CHAT_ERROR_EVENT),
  },
  {
    name: 'an error event after some words of another dialect',
    dialect: 'message',
    stream: true,
    answer: (request) => interrupted(speakMessage(request, said), 7, MESSAGE_ERROR_EVENT),
  },
];

const free: readonly ChargeCase[] = [400, 429, 500, 529].flatMap((status): ChargeCase[] =>
  EVERY_WAY.map(({ dialect, stream, way }) => ({
    name: `an error with status ${String(status)} ${way}`,
    dialect,
    stream,
    ground: 'free',
    status: 'failure',
    answer: () => answerJson(status, { error: PROVIDER_ERROR }),
  })),
);

export const CHARGE_CASES: readonly ChargeCase[] = [
  ...reported,
  ...zero,
  ...unreported,
  ...thoughtful,
  ...left,
  ...broken.map((row): ChargeCase => ({ ...row, ground: 'estimated', status: 'failure' })),
  ...free,
];
