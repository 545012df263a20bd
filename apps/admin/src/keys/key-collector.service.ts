import { Injectable } from '@nestjs/common';
import { EpochPoller } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import { assertNever } from '@tollgate/kernel';
import { type Author, type CollectProblem, KeyRepository, KeyRotationRepository } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';
import { isLentBy, type KeyCaller } from './key-caller.js';
import { KeyGrants } from './key-grants.service.js';
import { keyNotFound } from './key-refusals.js';

/** Hands over the secrets that `auto_rotate` made. */
@Injectable()
export class KeyCollector {
  constructor(
    private readonly keys: KeyRepository,
    private readonly rotations: KeyRotationRepository,
    private readonly grants: KeyGrants,
    private readonly epochs: EpochPoller,
  ) {}

  /** The answer holds the new secret. The first one begins the grace of the secrets before it. */
  async collect(ref: string, caller: KeyCaller, author: Author): Promise<object> {
    const key = await this.keys.findByRef(ref, caller.reach);
    if (key === undefined) throw keyNotFound();
    const refuse = await this.grants.judgeRotation(caller, key.id, {});
    const collected = await this.rotations.collect(key.id, author, { refuse, isLent: isLentBy(caller, key) });
    if (!collected.ok) throw refuseCollecting(collected.error);
    await this.epochs.poll();
    const { secret, hash, name, rotatedAt, revokedAt } = collected.value;
    return {
      key: secret,
      token: hash,
      token_id: hash,
      key_name: name,
      key_alias: key.alias,
      rotated_at: toTime(rotatedAt),
      revoke_at: toTime(revokedAt),
    };
  }
}

function refuseCollecting(problem: CollectProblem): GatewayError {
  switch (problem.kind) {
    case 'nothing':
      return new GatewayError('not_found', {
        message: 'No rotated secret waits for this key: none was made, or it is in use already.',
        param: 'key',
      });
    case 'unreadable':
      return new GatewayError('bad_request', {
        message:
          'The rotated secret was encrypted with another SALT_KEY or master key than this process has. ' +
          'Give all processes the same, or make another secret with /key/regenerate.',
        param: 'key',
      });
    case 'refused':
      return problem.error;
    default:
      return assertNever(problem);
  }
}
