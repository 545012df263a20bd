import type { ContentPart, Warning } from '@tollgate/canonical';
import { untellable, type UntellableContent } from '../unsupported-content.js';

/** What of another dialect's messages could not be told in this one's words: named as warnings, or reason to refuse the request. */
export class MessageLosses {
  /** The first content that cannot be told at all. */
  refused: UntellableContent | undefined;

  constructor(private readonly warnings: Warning[]) {}

  /** Left out; the request still asks for the same. */
  drop(path: string, reason: string): void {
    this.warn({ code: 'dropped', path, reason });
  }

  /** Told in other words. */
  change(path: string, reason: string): void {
    this.warn({ code: 'changed', path, reason });
  }

  refuse(part: ContentPart, reason: string, mend: string): void {
    this.refused ??= untellable(part, reason, mend);
  }

  /** Each loss is named once. */
  private warn(warning: Warning): void {
    if (!this.warnings.some(({ path }) => path === warning.path)) this.warnings.push(warning);
  }
}
