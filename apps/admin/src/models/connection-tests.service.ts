import { Injectable } from '@nestjs/common';
import { EpochPoller, type Reach } from '@tollgate/auth';
import type { Deployment, Principal } from '@tollgate/canonical';
import { SnapshotLoader } from '@tollgate/catalog';
import { ConnectionTester, TESTED_MODES, type TestedMode } from '@tollgate/dispatch';
import { IdSource, type JsonObject, type NanoUsd } from '@tollgate/kernel';
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
    const { deployment } = tried.value;
    if (deployment.target.model.includes('*'))
      throw badMember('litellm_params.model', 'is a pattern: name one model to try.');
    const mode = readMode(dto, model.info);
    refuseTimeout(model.info);
    const { answer, costNano } = await this.tester.test({ ...tried.value, mode });
    await this.book(costNano, deployment, caller, author);
    if (!answer.ok) return { status: 'error', result: { error: answer.error } };
    return { status: 'success', result: { model: deployment.target.litellmModel, status_code: answer.value } };
  }

  private async book(costNano: NanoUsd, { target }: Deployment, caller: Principal, author: Author): Promise<void> {
    if (costNano === 0n) return;
    await this.models.bookTest({ keyId: caller.keyId, model: target.litellmModel, costNano }, author);
    await this.epochs.poll();
  }
}

/** What to try: as the body says, else as the model says of itself. */
function readMode(dto: TestConnectionDto, { mode: own }: JsonObject): TestedMode {
  const asked = dto.mode ?? own ?? 'chat';
  const known = TESTED_MODES.find((tested) => tested === asked);
  const member = dto.mode == null ? 'model_info.mode' : 'mode';
  if (known === undefined) throw badMember(member, `must be one of ${TESTED_MODES.join(', ')}: others are not tried.`);
  return known;
}

function refuseTimeout({ health_check_timeout: seconds }: JsonObject): void {
  if (seconds === undefined || seconds === null || (typeof seconds === 'number' && seconds > 0)) return;
  throw badMember('model_info.health_check_timeout', 'must be a number of seconds above 0.');
}
