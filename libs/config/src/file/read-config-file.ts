import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { LineCounter, parseDocument } from 'yaml';
import type { ConfigProblem } from '../problem.js';

export interface ConfigFile {
  readonly value: JsonObject;
  /** The file itself and what it includes, absolute, in the order they were read. */
  readonly files: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads a config file with everything it includes. As in LiteLLM an included list is appended and an included value replaces;
 * mappings are merged, and an include may include further files. Paths are relative to the file that names them.
 */
export function readConfigFile(file: string): ConfigFile {
  const reading: Reading = { files: [], problems: [] };
  const value = readOne({ file: path.resolve(file), shownAs: file }, reading);
  return { value, files: reading.files, problems: reading.problems };
}

interface FileName {
  /** Absolute. */
  readonly file: string;
  /** As it was written. */
  readonly shownAs: string;
  /** The file that includes it, as that was written; none for the one that was asked for. */
  readonly includedBy?: string;
}

interface Reading {
  readonly files: string[];
  readonly problems: ConfigProblem[];
}

function readOne(name: FileName, reading: Reading): JsonObject {
  const { file, shownAs } = name;
  const parsed = parseFile(name, reading);
  if (parsed === undefined) return {};
  const { include, ...own } = parsed;
  let merged: JsonObject = own;
  for (const included of listOf(include)) {
    if (typeof included !== 'string') {
      reading.problems.push({ path: `${shownAs}: include`, message: 'expected a list of file names' });
      continue;
    }
    const next = { file: path.resolve(path.dirname(file), included), shownAs: included, includedBy: shownAs };
    merged = merge(merged, readOne(next, reading));
  }
  return merged;
}

function parseFile(name: FileName, reading: Reading): JsonObject | undefined {
  const { shownAs } = name;
  const text = readText(name, reading);
  if (text === undefined) return undefined;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    reading.problems.push({ path: `${shownAs}:${line}:${col}`, message: `not valid YAML: ${error.message}` });
  }
  if (document.errors.length > 0) return undefined;
  let value: JsonValue;
  try {
    value = document.toJS() as JsonValue;
  } catch (error) {
    // an alias without its anchor, or more aliases than any real file has
    const why = error instanceof Error ? error.message : String(error);
    reading.problems.push({ path: shownAs, message: `not valid YAML: ${why}` });
    return undefined;
  }
  if (value === null) return {};
  if (isJsonObject(value)) return value;
  reading.problems.push({ path: shownAs, message: 'expected a mapping (model_list: …) at the top' });
  return undefined;
}

function readText({ file, shownAs, includedBy }: FileName, reading: Reading): string | undefined {
  try {
    const real = realpathSync(file);
    if (reading.files.includes(real)) {
      reading.problems.push({ path: shownAs, message: 'is included twice' });
      return undefined;
    }
    reading.files.push(real);
    return readFileSync(real, 'utf8');
  } catch (error) {
    // a relative include is sought beside the file that names it, which is rarely where the user looks
    const folder = includedBy === undefined ? '' : ` in ${path.dirname(file)}`;
    const message = `cannot be read: ${reasonOf(error, folder)}`;
    reading.problems.push(
      includedBy === undefined
        ? { path: shownAs, message }
        : { path: `${includedBy}: include`, message: `${shownAs} ${message}` },
    );
    return undefined;
  }
}

function reasonOf(error: unknown, where: string): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const meaning = MEANINGS[code];
  return meaning === undefined ? `${code}${where}` : `${code} (${meaning}${where})`;
}

const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

function merge(base: JsonObject, included: JsonObject): JsonObject {
  const merged: Record<string, JsonValue | undefined> = { ...base };
  for (const [key, value] of Object.entries(included)) {
    const present = merged[key];
    if (isList(present) && isList(value)) merged[key] = [...present, ...value];
    else if (isJsonObject(present) && isJsonObject(value)) merged[key] = merge(present, value);
    else merged[key] = value;
  }
  return merged;
}

/** Array.isArray does not narrow a readonly array. */
function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
