import { type CallOptions, callGateway } from './call-gateway.js';

interface MetricFamily {
  readonly type: string;
  readonly help: string;
  /** Names of all labels that its series have, but for a histogram's `le`. */
  readonly labels: readonly string[];
  readonly series: readonly string[];
}

/** What `/metrics` shows, by the names of its metrics, as a Prometheus server reads it. */
export async function scrape(
  gateway: { readonly url: string; readonly masterKey: string },
  options: CallOptions = {},
): Promise<{ readonly lines: readonly string[]; readonly families: ReadonlyMap<string, MetricFamily> }> {
  const { status, text } = await callGateway(gateway, 'GET /metrics', options);
  if (status !== 200) throw new Error(`no metrics: ${String(status)} ${text}`);
  const families = new Map(
    text
      .split('# HELP ')
      .slice(1)
      .map((block) => readFamily(block)),
  );
  return { lines: text.split('\n').filter((line) => line !== ''), families };
}

function readFamily(block: string): readonly [string, MetricFamily] {
  const [first = '', second = '', ...rest] = block.split('\n');
  const [name = ''] = first.split(' ', 1);
  const series = rest.filter((line) => line !== '');
  const labels = series.flatMap((line) => [...line.matchAll(/[{,](\w+)="/g)].map(([, label = '']) => label));
  return [
    name,
    {
      type: second.split(' ').at(-1) ?? '',
      help: first.slice(name.length + 1),
      labels: [...new Set(labels)].filter((label) => label !== 'le').sort(),
      series,
    },
  ];
}
