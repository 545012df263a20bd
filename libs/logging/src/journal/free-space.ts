import { statfs } from 'node:fs/promises';

const CHECK_EVERY_MS = 2_000;

/** Bytes that an ordinary process may still write there. */
async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Watches the journal's disk off the request's path. */
export class FreeSpace {
  private below = false;
  private timer: NodeJS.Timeout | undefined;

  /** `bytesMin` is the watermark; `read` replaces the system call in tests. */
  constructor(
    private readonly folder: string,
    private readonly bytesMin: number,
    private readonly read: (folder: string) => Promise<number> = freeBytes,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.check(), CHECK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  isLow(): boolean {
    return this.below;
  }

  /** A disk that cannot be asked counts as full. */
  async check(): Promise<void> {
    try {
      this.below = (await this.read(this.folder)) < this.bytesMin;
    } catch {
      this.below = true;
    }
  }
}
