import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ProviderAdapter, PROVIDERS } from '@tollgate/providers';
import { type Exchange, readRecordings } from '../recordings.js';

/** One exchange of a recording, and the provider that it was recorded at. */
export interface RecordedExchange extends Exchange {
  readonly provider: ProviderAdapter;
  /** Folder that holds the recording, with its `usage.json` and `failure-classes.json`; `file` is below it. */
  readonly folder: string;
  /** Absent where only the answer was recorded. */
  readonly url: URL | undefined;
}

interface RecordingFile {
  readonly exchanges: readonly { readonly request: { readonly url: string } }[];
}

const LIBS = path.join(__dirname, '../../../libs');

/**
 * Every recorded exchange of the libs with its provider: that of the folder (`providers/src/<provider>/__recordings__`,
 * `formats/src/<format>/__recordings__/<provider>`), else the one whose host was asked. Recordings of no provider are left out.
 */
export function readTraffic(): readonly RecordedExchange[] {
  const folders = globSync('{providers,formats}/src/*/__recordings__', { cwd: LIBS }).sort();
  return folders.flatMap((folder) =>
    readRecordings(path.join(LIBS, folder), { terminator: 'data: [DONE]\n\n' }).flatMap((exchange) => {
      const url = readUrl(path.join(LIBS, folder, exchange.file), exchange.index);
      const named = byFolder(folder, exchange.file);
      const providers = named === undefined ? byHost(folder, url) : [named];
      return providers.map((provider) => ({ ...exchange, provider, folder: path.join(LIBS, folder), url }));
    }),
  );
}

function byFolder(folder: string, file: string): ProviderAdapter | undefined {
  const name = folder.startsWith('providers') ? folder.split(path.sep)[2] : file.split(path.sep)[0];
  return PROVIDERS.find(({ id }) => id.replaceAll('_', '-') === name);
}

/** Of several providers at one host, those that speak the format of the folder. */
function byHost(folder: string, url: URL | undefined): readonly ProviderAdapter[] {
  if (url === undefined) return [];
  const there = PROVIDERS.filter(({ hosts, defaultApiBase }) => {
    const own = defaultApiBase === undefined ? [] : [new URL(defaultApiBase).host];
    return [...(hosts ?? []), ...own].includes(url.host);
  });
  const format = folder.split(path.sep)[2];
  const speaking = there.filter(({ adapters }) => Object.values(adapters).some((one) => one.format.id === format));
  return speaking.length > 0 ? speaking : there.slice(0, 1);
}

function readUrl(file: string, index: number): URL | undefined {
  if (!file.endsWith('.http.json')) return undefined;
  const { exchanges } = JSON.parse(readFileSync(file, 'utf8')) as RecordingFile;
  const address = exchanges[index]?.request.url ?? '';
  return URL.canParse(address) ? new URL(address) : undefined;
}
