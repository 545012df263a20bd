import { randomFillSync } from 'node:crypto';
import { Clock, IdSource, type Instant } from './instant.js';

/** The process's real clock. The one place (with SystemIds) where a pure lib's ban on time and randomness is lifted. */
export class SystemClock extends Clock {
  override now(): Instant {
    return Date.now();
  }
  override monotonicMs(): number {
    return performance.now();
  }
}

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, a 12-bit counter that keeps ids of one millisecond in order, 62 random bits. */
export class SystemIds extends IdSource {
  private readonly pool = Buffer.alloc(4096);
  private used = 4096;
  private lastMs = 0;
  private counter = 0;

  override newId(): string {
    const now = Date.now();
    if (now > this.lastMs) {
      this.lastMs = now;
      this.counter = 0;
    } else {
      this.counter += 1;
      if (this.counter > 0xfff) {
        this.lastMs += 1;
        this.counter = 0;
      }
    }
    const time = this.lastMs.toString(16).padStart(12, '0');
    const random = this.takeRandomHex(8);
    const variant = ((parseInt(random[0] ?? '0', 16) & 0x3) | 0x8).toString(16);
    const sequence = this.counter.toString(16).padStart(3, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
  }

  override random(): number {
    return Math.random();
  }

  private takeRandomHex(bytes: number): string {
    if (this.used + bytes > this.pool.length) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    const hex = this.pool.toString('hex', this.used, this.used + bytes);
    this.used += bytes;
    return hex;
  }
}
