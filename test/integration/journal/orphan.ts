import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** Gives every instance folder an owner that is gone: this process's pid with another start. */
export function orphan(journalFolder: string): void {
  for (const name of readdirSync(journalFolder)) {
    const [instanceId = '', pid = ''] = name.split('.');
    renameSync(join(journalFolder, name), join(journalFolder, `${instanceId}.${pid}.long-ago`));
  }
}
