import { measure } from './measure.mjs';
import { usage } from './processes.mjs';

const MB = 1024 * 1024;
const SAMPLES = 20;

/**
 * Many governed requests in equal parts, memory read after each; the slope is that of the second half, when pools and caches are full.
 * Prints as it goes.
 */
export async function memoryRun(context, group, lane, target, { requests, connections, print }) {
  const points = [];
  let done = 0;
  for (let part = 0; part < SAMPLES; part += 1) {
    const result = await measure(context, group, lane, target, {
      requests: Math.ceil(requests / SAMPLES),
      connections,
    });
    done += result.answers;
    const { rss, heapUsed, external } = await usage(target.child);
    points.push({ done, rss: rss / MB, heap: heapUsed / MB });
    print(
      `  ${done} answers: RSS ${(rss / MB).toFixed(0)} MB, heap ${(heapUsed / MB).toFixed(0)} MB, ` +
        `external ${(external / MB).toFixed(0)} MB, ${result.cpuUs.toFixed(1)} us CPU/answer, ` +
        `rows ${result.rows === result.answers ? 'equal' : `${result.rows} of ${result.answers}`}, errors ${result.errors}`,
    );
  }
  const late = points.slice(points.length / 2);
  return {
    done,
    rss: points.at(-1).rss,
    rssMost: Math.max(...points.map((point) => point.rss)),
    rssSlope: slope(late, 'rss'),
    heapSlope: slope(late, 'heap'),
  };
}

/** MB per 100,000 answers, least squares. */
function slope(points, member) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map((point) => point.done));
  const y = mean(points.map((point) => point[member]));
  const above = points.reduce((sum, point) => sum + (point.done - x) * (point[member] - y), 0);
  const below = points.reduce((sum, point) => sum + (point.done - x) ** 2, 0);
  return (above / below) * 100_000;
}
