import { closeSync, ftruncateSync, fsync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';

/** The system call that appends; replaced in tests to write short or to fail. Returns the number of bytes written. */
export type WriteCall = (fd: number, bytes: Buffer, offset: number) => number;

const fsyncAsync = promisify(fsync);
const appendCall: WriteCall = (fd, bytes, offset) => writeSync(fd, bytes, offset, bytes.length - offset);

/** One open segment file. */
export class SegmentWriter {
  private readonly fd: number;
  /** Bytes that are known to be written. */
  size = 0;

  constructor(
    readonly path: string,
    private readonly write: WriteCall = appendCall,
  ) {
    this.fd = openSync(path, 'ax', 0o600);
  }

  /** Appends all of it or, as far as the disk still obeys, nothing: what a failed write left is cut off again. */
  append(bytes: Buffer): void {
    try {
      this.writeAll(bytes);
      this.size += bytes.length;
    } catch (error) {
      this.cutBack();
      throw error;
    }
  }

  sync(): Promise<void> {
    return fsyncAsync(this.fd);
  }

  close(): void {
    closeSync(this.fd);
  }

  private writeAll(bytes: Buffer): void {
    let offset = 0;
    while (offset < bytes.length) {
      const written = this.write(this.fd, bytes, offset);
      if (written === 0) throw new Error('the journal took no byte of a write');
      offset += written;
    }
  }

  /** When even this fails the reader finds a damaged frame and skips it. */
  private cutBack(): void {
    try {
      ftruncateSync(this.fd, this.size);
    } catch {
      return;
    }
  }
}
