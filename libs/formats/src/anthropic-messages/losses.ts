import type { ContentPart, Warning } from '@tollgate/canonical';
import { untellable, type UntellableContent } from '../unsupported-content.js';

/** What an encoder could not carry over: told as warnings, or reason to refuse the request where the target drops nothing. */
export class Losses {
  readonly warnings: Warning[] = [];
  readonly refused = new Map<string, string>();

  /** The first content that cannot be told at all: nothing gives leave to drop it. */
  content: UntellableContent | undefined;

  /** Left out; the request still asks for the same. Each loss is named once. */
  drop(path: string, reason: string): void {
    if (this.warnings.some((warning) => warning.path === path && warning.reason === reason)) return;
    this.warnings.push({ code: 'dropped', path, reason });
  }

  /** Cannot be left out without the client's leave (`drop_params`). `parameter` is its name in OpenAI's dialect. */
  refuse(parameter: string, reason: string): void {
    this.refused.set(parameter, reason);
  }

  refuseContent(part: ContentPart, reason: string, mend: string): void {
    this.content ??= untellable(part, reason, mend);
  }
}
