import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Aspect, ASPECTS, askIn, type ClientId } from './ask.js';
import type { DialectId } from './said.js';

export type Mode = 'unary' | 'stream';

/** One square of the matrix. */
export interface Cell {
  readonly client: ClientId;
  readonly provider: DialectId;
  readonly aspect: Aspect;
  readonly mode: Mode;
  /** What the provider answers: a recorded exchange (file and number), or what is derived from its published pages. */
  readonly recording: string | null;
}

/** What does not arrive, and why that is borne; `cells` are all squares (aspect, mode) that show it. */
export interface ExpectedLoss {
  readonly client: ClientId;
  readonly provider: DialectId;
  readonly lost: string;
  readonly cells: readonly string[];
  readonly reason: string;
}

const CLIENTS: readonly ClientId[] = [
  'openai-chat',
  'openai-responses',
  'openai-completions',
  'anthropic-messages',
  'gemini',
];
const MODES: readonly Mode[] = ['unary', 'stream'];

type Answers = Readonly<Record<DialectId, Readonly<Record<Aspect, Readonly<Record<Mode, string | null>>>>>>;
const ANSWERS = readJson('answers.json') as Answers;
/** What each provider that calls tools answers first where a square is of two questions. */
export const FIRST_TURNS = readJson('first-turns.json') as Readonly<
  Partial<Record<DialectId, Readonly<Record<Mode, string>>>>
>;
export const EXPECTED_LOSSES = readJson('expected-loss.json') as readonly ExpectedLoss[];

const PROVIDERS = Object.keys(ANSWERS) as readonly DialectId[];

/** Every square whose question the client's dialect can ask. */
export const CELLS: readonly Cell[] = CLIENTS.flatMap((client) =>
  PROVIDERS.flatMap((provider) =>
    ASPECTS.filter((aspect) => askIn(client, aspect, '', false) !== undefined).flatMap((aspect) =>
      MODES.map((mode) => ({ client, provider, aspect, mode, recording: ANSWERS[provider][aspect][mode] })),
    ),
  ),
);

/** Whether an answer is none of real traffic. */
export function isDerived(recording: string): boolean {
  return recording.startsWith('spec-derived/');
}

export function nameOf({ aspect, mode }: Pick<Cell, 'aspect' | 'mode'>): string {
  return `${aspect}, ${mode}`;
}

export function expectedLosses(cell: Cell): readonly string[] {
  return EXPECTED_LOSSES.filter(({ client, provider }) => client === cell.client && provider === cell.provider)
    .filter(({ cells }) => cells.includes(nameOf(cell)))
    .map(({ lost }) => lost)
    .sort();
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as unknown;
}
