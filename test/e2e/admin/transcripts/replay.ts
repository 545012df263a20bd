import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, compareAnswer } from '../support/compare-answer.js';
import type { TestAdmin } from '../support/test-admin.js';

interface Step {
  /** Number of the step in the recorded scenario. */
  readonly number: number;
  readonly do: string;
  readonly request?: unknown;
  readonly answer: Answer;
}

const FOLDER = join(__dirname, '../../../../apps/admin/src/__recordings__');

/** Plays the admin's steps of a recorded scenario against an admin: names of earlier answers are filled in, differences told. */
export class Replay {
  private readonly steps: readonly Step[];
  private readonly names: Record<string, string>;

  constructor(
    private readonly admin: TestAdmin,
    scenario: string,
  ) {
    const recording = JSON.parse(readFileSync(join(FOLDER, `${scenario}.json`), 'utf8')) as { readonly steps: readonly Step[] };
    this.steps = recording.steps;
    this.names = { uid: `uid${admin.newId().replaceAll('-', '').slice(-8)}fix0` };
  }

  /** Sends the step with this number and tells how its answer differs from the recorded one. */
  async play(number: number, options: { readonly key?: string; readonly save?: Readonly<Record<string, string>> } = {}): Promise<readonly string[]> {
    const step = this.steps.find((candidate) => candidate.number === number);
    if (step === undefined) throw new Error(`the recording has no step ${String(number)}`);
    const body = step.request === undefined ? undefined : (JSON.parse(this.fill(JSON.stringify(step.request))) as unknown);
    const key = options.key === undefined ? {} : { key: this.fill(options.key) };
    const answer = await this.admin.call<Readonly<Record<string, unknown>>>(this.fill(step.do), { ...key, body });
    for (const [name, member] of Object.entries(options.save ?? {})) this.names[name] = String(answer.body[member]);
    return compareAnswer(step.answer, { status: answer.status, body: answer.body }, this.names);
  }

  private fill(text: string): string {
    return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => this.names[name] ?? whole);
  }
}
