import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where a recording was taken from. */
export interface RecordingSource {
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
  readonly license: string;
  /** Made or cut down by hand by those who published it: its shape is a provider's, and it is no traffic. */
  readonly handMade?: boolean;
}

const LIBS = path.join(__dirname, '../../libs');
const NO_RECORDINGS = /(^|\/)(sources|usage|failure-classes)\.json$/;

/** Every recording of a provider's answers beneath `libs`, as `<folder of recordings>/<file>`, with its source; undefined: it names none. */
export function recordingSources(): ReadonlyMap<string, RecordingSource | undefined> {
  const folders = globSync('{providers,formats}/src/*/__recordings__', { cwd: LIBS });
  return new Map(
    folders.flatMap((folder) => {
      const listed = readListed(path.join(LIBS, folder));
      const files = globSync('**/*.{json,txt,sse}', { cwd: path.join(LIBS, folder) }).sort();
      return files
        .filter((file) => !NO_RECORDINGS.test(file))
        .map((file) => [`${folder}/${file}`, listed[file] ?? ownSource(path.join(LIBS, folder, file))] as const);
    }),
  );
}

/** The files that are no traffic, below the folder of recordings that they stand in. */
export function handMadeRecordings(): ReadonlySet<string> {
  const made = [...recordingSources()].filter(([, source]) => source?.handMade === true);
  return new Set(made.map(([file]) => file.replace(/^.*__recordings__\//, '')));
}

/** Of files that hold an answer alone; those of whole exchanges name their own. */
function readListed(folder: string): Readonly<Record<string, RecordingSource>> {
  const [file] = globSync('sources.json', { cwd: folder });
  return file === undefined
    ? {}
    : (JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, RecordingSource>);
}

function ownSource(file: string): RecordingSource | undefined {
  if (!file.endsWith('.http.json')) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly source?: RecordingSource }).source;
}
