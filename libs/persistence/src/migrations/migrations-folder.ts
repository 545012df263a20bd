import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `prisma/migrations` of this package, found from the sources and from the build alike. */
export function migrationsFolder(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'prisma', 'migrations');
    if (existsSync(found)) return found;
    if (folder === dirname(folder)) throw new Error(`prisma/migrations is not above ${from}`);
  }
}
