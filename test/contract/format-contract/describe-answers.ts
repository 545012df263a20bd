import type { JsonValue } from '@tollgate/kernel';
import type { CanonicalResponse } from '@tollgate/canonical';
import { checkIntegers, compareUsage, type UsageRow } from '../compare-usage.js';
import type { Exchange } from '../recordings.js';
import type { FormatUnderTest } from './format-under-test.js';
import { plant } from './plant.js';
import { readRows } from './read-rows.js';

/** What holds of every recorded answer. */
export function describeAnswers(format: FormatUnderTest, answers: readonly Exchange[]): void {
  const known = readRows<readonly UsageRow[]>(format.recordings, 'usage.json');

  test.each(answers.map((exchange) => [exchange.name, exchange] as const))(
    '%s: unknown members never change its meaning',
    (_, exchange) => {
      const planted = plant(exchange.body as JsonValue, format.ownedMembers);
      expect(meaningOf(format.upstream.decodeResponse(planted))).toEqual(
        meaningOf(format.upstream.decodeResponse(exchange.body)),
      );
    },
  );

  test.each(answers.map((exchange) => [exchange.name, exchange] as const))(
    '%s: every choice has an ending',
    (_, exchange) => {
      const { choices } = format.upstream.decodeResponse(exchange.body);
      expect(choices.length).toBeGreaterThan(0);
      for (const choice of choices) expect(choice.finish.reason).not.toBe('other');
    },
  );

  test.each(answers.map((exchange) => [exchange.name, exchange] as const))(
    '%s: usage is whole numbers and what a third party reads',
    (_, exchange) => {
      const { usage } = format.upstream.decodeResponse(exchange.body);
      if (usage === undefined) throw new Error('no usage was read');
      checkIntegers(usage);
      const row = known[exchange.file]?.find((candidate) => candidate.exchange === exchange.index);
      if (row === undefined) return;
      compareUsage(usage, row, format.usageExceptions?.[exchange.file] !== undefined);
    },
  );

  test('every row of usage.json belongs to a recorded answer', () => {
    const names = new Set(answers.map((exchange) => exchange.name));
    for (const [file, rows] of Object.entries(known))
      for (const row of rows) expect(names).toContain(`${file} #${row.exchange}`);
  });
}

/** An answer without what repeats the wire. */
function meaningOf(response: CanonicalResponse): unknown {
  const choices = response.choices.map((choice) => ({
    index: choice.index,
    finish: choice.finish,
    content: choice.content.map((part) =>
      part.type === 'opaque' ? part.type : { ...part, source: undefined, annotations: undefined },
    ),
  }));
  return { id: response.id, model: response.model, choices, usage: { ...response.usage, raw: undefined } };
}
