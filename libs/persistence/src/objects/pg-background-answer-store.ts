import {
  type BackgroundAccount,
  type BackgroundAnswer,
  BackgroundAnswerStore,
  type DueAnswer,
  type Recorded,
} from '@tollgate/dispatch';
import type { Instant } from '@tollgate/kernel';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { PROVISIONAL } from '../ledger/provisional-sql.js';

/** A call may wait for it. */
const ANSWER_TIMEOUT_MS = 3_000;

const INSERT = `INSERT INTO tollgate.background_answer
  (request_id, received_at, deployment_id, upstream_id, created_at, due_at, account) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT DO NOTHING`;
const SET_DUE = 'UPDATE tollgate.background_answer SET due_at = $2 WHERE request_id = $1';
const REMOVE = 'DELETE FROM tollgate.background_answer WHERE request_id = $1 RETURNING *';

/** Lends the answers of `which` until $1, each with what the ledger has of its call. */
const claim = (which: string): string => `WITH lent AS (
  UPDATE tollgate.background_answer SET due_at = $1 WHERE request_id IN (
    SELECT request_id FROM tollgate.background_answer ${which} FOR UPDATE SKIP LOCKED
  ) RETURNING *
) SELECT lent.*, CASE WHEN fact.status IS NULL THEN 'not-yet' WHEN fact.status IN ${PROVISIONAL} THEN 'held' ELSE 'ended' END
    AS recorded
  FROM lent LEFT JOIN LATERAL (
    SELECT status FROM tollgate.request_fact AS f
    WHERE f.received_at = lent.received_at AND f.request_id = lent.request_id OFFSET 0
  ) AS fact ON true`;
const CLAIM_DUE = claim('WHERE due_at <= $2 ORDER BY due_at LIMIT $3');
const CLAIM_ONE = claim('WHERE request_id = $2');

interface Row {
  readonly request_id: string;
  readonly received_at: Date;
  readonly deployment_id: string;
  readonly upstream_id: string;
  readonly created_at: Date;
  readonly account: BackgroundAccount;
  readonly recorded: Recorded;
}

/** The table `background_answer`. */
export class PgBackgroundAnswerStore extends BackgroundAnswerStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(answer: BackgroundAnswer, dueAt: Instant): Promise<void> {
    const { requestId, receivedAt, deploymentId, upstreamId, createdAt, account } = answer;
    await this.ask(INSERT, [
      ...[requestId, timestamp(receivedAt), deploymentId, upstreamId, timestamp(createdAt), timestamp(dueAt)],
      JSON.stringify(account),
    ]);
  }

  override async claimDue(now: Instant, lentUntil: Instant, limit: number): Promise<readonly DueAnswer[]> {
    return (await this.ask(CLAIM_DUE, [timestamp(lentUntil), timestamp(now), limit])).map(toDue);
  }

  override async claim(requestId: string, lentUntil: Instant): Promise<DueAnswer | undefined> {
    const [row] = await this.ask(CLAIM_ONE, [timestamp(lentUntil), requestId]);
    return row === undefined ? undefined : toDue(row);
  }

  override async setDue(requestId: string, dueAt: Instant): Promise<void> {
    await this.ask(SET_DUE, [requestId, timestamp(dueAt)]);
  }

  override async remove(requestId: string): Promise<boolean> {
    return (await this.ask(REMOVE, [requestId])).length > 0;
  }

  private async ask(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.database.pool.query<Row>(answerWithin(ANSWER_TIMEOUT_MS, sql, values))).rows;
  }
}

function timestamp(instant: Instant): string {
  return new Date(instant).toISOString();
}

function toDue(row: Row): DueAnswer {
  return {
    recorded: row.recorded,
    answer: {
      requestId: row.request_id,
      receivedAt: row.received_at.getTime(),
      deploymentId: row.deployment_id,
      upstreamId: row.upstream_id,
      createdAt: row.created_at.getTime(),
      account: row.account,
    },
  };
}
