export type ReceivedValue = string | number | boolean | readonly ReceivedValue[];

/** A span as the fake understood it, whichever encoding it came in. */
export interface ReceivedSpan {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: Readonly<Record<string, ReceivedValue>>;
  readonly scope: string;
}
