import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type JournalOwner } from './journal-owner.js';

/** A folder of one instance's segments. Its name tells the owner, so that taking it over is one atomic rename. */
export interface InstanceFolder {
  readonly path: string;
  readonly instanceId: string;
  readonly owner: JournalOwner;
}

const NAME = /^(?<instanceId>[^.]+)\.(?<pid>\d+)\.(?<processStart>[^.]+)$/;

export function createInstanceFolder(journalFolder: string, instanceId: string, owner: JournalOwner): InstanceFolder {
  const path = join(journalFolder, folderName(instanceId, owner));
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return { path, instanceId, owner };
}

/**
 * Takes over every instance folder whose owner is gone and that `isReadable` here, for `owner`. A folder goes to exactly one process: of
 * two that rename it, one fails with ENOENT and leaves it.
 */
export function takeOverOrphans(
  journalFolder: string,
  owner: JournalOwner,
  isReadable: (folder: InstanceFolder) => boolean,
): readonly InstanceFolder[] {
  mkdirSync(journalFolder, { recursive: true, mode: 0o700 });
  return readdirSync(journalFolder)
    .map((name) => parseName(journalFolder, name))
    .filter((folder) => folder !== undefined)
    .filter((folder) => !isAlive(folder.owner) && isReadable(folder))
    .map((folder) => takeOver(journalFolder, folder, owner))
    .filter((folder) => folder !== undefined);
}

/** Paths of the segments, oldest first. */
export function listSegments(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.segment'))
    .sort()
    .map((name) => join(folder, name));
}

export function segmentPath(folder: string, sequence: number): string {
  return join(folder, `${String(sequence).padStart(8, '0')}.segment`);
}

function takeOver(journalFolder: string, folder: InstanceFolder, owner: JournalOwner): InstanceFolder | undefined {
  const path = join(journalFolder, folderName(folder.instanceId, owner));
  try {
    renameSync(folder.path, path);
    return { path, instanceId: folder.instanceId, owner };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function folderName(instanceId: string, owner: JournalOwner): string {
  return `${instanceId}.${owner.pid}.${owner.processStart}`;
}

function parseName(journalFolder: string, name: string): InstanceFolder | undefined {
  const groups = NAME.exec(name)?.groups;
  if (groups === undefined) return undefined;
  const owner = { pid: Number(groups['pid']), processStart: groups['processStart'] ?? '' };
  return { path: join(journalFolder, name), instanceId: groups['instanceId'] ?? '', owner };
}
