import { Injectable } from '@nestjs/common';
import { GatewayError, type ModelPrice, type Principal, type Usage } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { type NanoUsd, usdFromNanoUsd } from '@tollgate/kernel';
import { type Cost, costOf, pricesThatApply } from '@tollgate/metering';
import { visibleGroup } from '../models/visible-models.js';
import { ChatMeter } from './chat-meter.port.js';
import { toCostEstimate } from './cost-estimate.mapper.js';
import type { CalculateSpendDto } from './dto/calculate-spend.dto.js';
import type { EstimateCostDto } from './dto/estimate-cost.dto.js';

interface PricedModel {
  readonly provider: string;
  /** The model's name at the provider. */
  readonly model: string;
  readonly price: ModelPrice;
}

/** What calls cost by the prices that calls are charged with. A model that the caller may not use is not there. */
@Injectable()
export class Costs {
  constructor(
    private readonly snapshots: SnapshotHolder,
    private readonly meter: ChatMeter,
  ) {}

  /** A chat that is not sent yet costs its input; one that was answered, what its usage says. */
  async calculate(dto: CalculateSpendDto, caller: Principal): Promise<object> {
    const { completion_response: answer, messages } = dto;
    const named = dto.model ?? answer?.['model'];
    if (typeof named !== 'string') {
      const message = "Bad Request - Either 'model' or 'completion_response' must be provided";
      throw new GatewayError('bad_request', { message, param: 'model' });
    }
    const { model, price } = this.find(named, caller);
    const usage =
      answer == null
        ? { inputUncached: await this.meter.countInput({ model, messages: [...(messages ?? [])] }, model), output: 0 }
        : this.meter.readUsage(answer);
    if (usage === undefined) {
      const message = 'completion_response has no usage: what it cost is not known.';
      throw new GatewayError('bad_request', { message, param: 'completion_response' });
    }
    return { cost: usdFromNanoUsd(charge(named, usage, price).costNano) };
  }

  estimate(dto: EstimateCostDto, caller: Principal): object {
    const { model, input_tokens: input, cache_read_input_tokens: read, cache_creation_input_tokens: written } = dto;
    const { output_tokens: output, reasoning_tokens: reasoning } = dto;
    if (read + written > input) throw tooMany('cache_read_input_tokens', 'input_tokens');
    if (reasoning > output) throw tooMany('reasoning_tokens', 'output_tokens');
    const { price, provider } = this.find(model, caller);
    const inputUncached = input - read - written;
    const usage = { inputUncached, cacheRead: read, cacheWrite5m: written, output: output - reasoning, reasoning };
    const prices = pricesThatApply(price, input, undefined);
    return toCostEstimate(dto, { ...charge(model, usage, price), prices, provider });
  }

  /** The first deployment of a model: the one that LiteLLM asks. */
  private find(name: string, caller: Principal): PricedModel {
    const snapshot = this.snapshots.current();
    const found = visibleGroup(snapshot, caller, name)?.models[0];
    if (found === undefined) {
      const message = `Model '${name}' is not available for this key, or is not there.`;
      throw new GatewayError('not_found', { message, param: 'model' });
    }
    const { price } = snapshot.priceOf(found.deployment, found.model);
    if (price === undefined) throw unpriced(name);
    return { provider: found.deployment.provider, model: found.model, price };
  }
}

function charge(name: string, usage: Usage, price: ModelPrice): { readonly cost: Cost; readonly costNano: NanoUsd } {
  const cost = costOf(usage, price);
  if (cost.costNano === undefined) throw unpriced(name);
  return { cost, costNano: cost.costNano };
}

function unpriced(name: string): GatewayError {
  const message =
    `What model '${name}' costs is not known. Set model_info.input_cost_per_token and output_cost_per_token ` +
    '(0 for a free one) for it in the configuration.';
  return new GatewayError('unpriced_model', { message, param: 'model' });
}

function tooMany(part: string, whole: string): GatewayError {
  return new GatewayError('bad_request', {
    message: `${part} are a part of ${whole}: they cannot be more.`,
    param: part,
  });
}
