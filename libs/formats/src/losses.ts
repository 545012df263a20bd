import type { ContentPart, Warning } from '@tollgate/canonical';
import { untellable, type UntellableContent } from './unsupported-content.js';

/** What an encoder could not carry over: told as warnings, each once, or reason to refuse the request. */
export class Losses {
  readonly warnings: Warning[] = [];
  /** Parameters that cannot be left out without the client's leave, each with its reason. */
  readonly refused = new Map<string, string>();

  /** The first content that cannot be told at all: nothing gives leave to drop it. */
  content: UntellableContent | undefined;

  private readonly told = new Set<string>();

  /** Left out; the request still asks for the same. */
  drop(path: string, reason: string): void {
    this.warn({ code: 'dropped', path, reason });
  }

  /** Told in other words. */
  change(path: string, reason: string): void {
    this.warn({ code: 'changed', path, reason });
  }

  /** Cannot be left out without the client's leave (`drop_params`). `parameter` is its name in OpenAI's dialect. */
  refuse(parameter: string, reason: string): void {
    this.refused.set(parameter, reason);
  }

  refuseContent(part: ContentPart, reason: string, mend: string): void {
    this.content ??= untellable(part, reason, mend);
  }

  private warn(warning: Warning): void {
    const loss = `${warning.path}\n${warning.reason}`;
    if (!this.told.has(loss)) this.warnings.push(warning);
    this.told.add(loss);
  }
}
