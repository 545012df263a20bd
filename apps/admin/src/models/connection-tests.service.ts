import { Injectable } from '@nestjs/common';
import { EpochPoller, type Reach } from '@tollgate/auth';
import type { Principal, Usage } from '@tollgate/canonical';
import { SnapshotLoader, type TriedModel } from '@tollgate/catalog';
import { ConnectionTester, TESTED_MODES, type TestedMode } from '@tollgate/dispatch';
import { IdSource } from '@tollgate/kernel';
import { costOf } from '@tollgate/metering';
import { type Author, ModelRepository } from '@tollgate/persistence';
import { unwrap } from '../validation/unwrap.js';
import type { TestConnectionDto } from './dto/test-connection.dto.js';
import { badMember, badModel } from './model-refusals.js';
import { refusePlace } from './model-writer.service.js';
import { readNewModel } from './read-model.js';

/** Tries models before they are kept, by the rules that hold for kept ones. What a test costs is booked to the calling key. */
@Injectable()
export class ConnectionTests {
  constructor(
    private readonly loader: SnapshotLoader,
    private readonly tester: ConnectionTester,
    private readonly models: ModelRepository,
    private readonly epochs: EpochPoller,
    private readonly ids: IdSource,
  ) {}

  async test(dto: TestConnectionDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const { litellm_params: litellmParams } = dto;
    const info = { ...dto.model_info, id: this.ids.newId() };
    const model = unwrap(
      readNewModel({ model_name: 'test', litellm_params: litellmParams, model_info: info }, () => info.id),
    );
    const refusal = refusePlace(model, caller, reach);
    if (refusal !== undefined) throw refusal;
    const tried = this.loader.tryOut({ ...model, blocked: false });
    if (!tried.ok) throw badModel(model, tried.error);
    const { deployment, facts } = tried.value;
    if (deployment.target.model.includes('*'))
      throw badMember('litellm_params.model', 'is a pattern: name one model to try.');
    const mode = readMode(dto.mode ?? model.info['mode'] ?? 'chat');
    const answer = await this.tester.test({ deployment, facts, mode });
    if (!answer.ok) return { status: 'error', result: { error: answer.error } };
    await this.book(answer.value.usage, tried.value, caller, author);
    return { status: 'success', result: { model: deployment.target.litellmModel, status_code: answer.value.status } };
  }

  private async book(usage: Usage | undefined, { price, deployment }: TriedModel, caller: Principal, author: Author) {
    const { costNano } = costOf(usage, price);
    if (costNano === undefined || costNano === 0n) return;
    await this.models.bookTest({ keyId: caller.keyId, model: deployment.target.litellmModel, costNano }, author);
    await this.epochs.poll();
  }
}

/** LiteLLM's word for a conversation is also `completion`. */
function readMode(mode: unknown): TestedMode {
  const asked = mode === 'completion' || mode === 'responses' ? 'chat' : mode;
  const known = TESTED_MODES.find((tested) => tested === asked);
  if (known === undefined) throw badMember('mode', `must be one of ${TESTED_MODES.join(', ')}: others are not tried.`);
  return known;
}
