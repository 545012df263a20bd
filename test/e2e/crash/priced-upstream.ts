import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const PRICE = { inputNano: 1_000_000n, outputNano: 2_000_000n };
/** Of a whole answer. */
export const OUTPUT_TOKENS = 20;

/** A provider with one priced model whose answers cost the same each, and that knows what it has billed. */
export class PricedUpstream {
  readonly body: Readonly<Record<string, unknown>>;
  /** Of one whole answer, nano-dollars. */
  readonly costNano: bigint;
  private readonly replay = ReplayUpstream.ofFile();

  /** For the tests of a file, as `ReplayUpstream.ofFile`. */
  constructor(readonly model: string) {
    this.body = { model, messages: [{ role: 'user', content: 'Hello!' }], max_tokens: 50 };
    this.costNano = BigInt(countPrompt(this.body)) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;
    this.answer();
  }

  /** Whole answers again, each event of a stream after `gate`. */
  answer(gate?: (index: number) => Promise<unknown> | undefined): void {
    this.replay.on(this.model, (request) =>
      speakChat(request, {
        outputTokens: OUTPUT_TOKENS,
        promptTokens: countPrompt(request.body),
        ...(gate !== undefined && { gate }),
      }),
    );
  }

  config(sections: Readonly<Record<string, object>> = {}): object {
    return buildConfig([buildChatModel(this.replay, this.model, PRICE)], sections);
  }

  /** All that stands on the bill, nano-dollars. */
  get billedNano(): bigint {
    return this.replay
      .of(this.model)
      .reduce(
        (sum, { billed }) =>
          sum + BigInt(billed?.input ?? 0) * PRICE.inputNano + BigInt(billed?.output ?? 0) * PRICE.outputNano,
        0n,
      );
  }
}
