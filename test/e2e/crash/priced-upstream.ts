import { buildConfig, buildModel } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const INPUT_NANO = 1_000_000n;
const OUTPUT_NANO = 2_000_000n;
/** Of a whole answer. */
export const OUTPUT_TOKENS = 20;

/** A provider with one priced model whose answers cost the same each, and that knows what it has billed. */
export class PricedUpstream {
  readonly body: Readonly<Record<string, unknown>> = {
    messages: [{ role: 'user', content: 'Hello!' }],
    max_tokens: 50,
  };
  /** Of one whole answer, nano-dollars. */
  readonly costNano = BigInt(countPrompt(this.body)) * INPUT_NANO + BigInt(OUTPUT_TOKENS) * OUTPUT_NANO;

  private constructor(
    readonly model: string,
    readonly replay: ReplayUpstream,
  ) {
    this.body = { ...this.body, model };
    this.answer();
  }

  static async start(model: string): Promise<PricedUpstream> {
    return new PricedUpstream(model, await ReplayUpstream.start());
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
    const model = buildModel({
      name: this.model,
      model: `openai/${this.model}`,
      apiBase: `${this.replay.url}/v1`,
      inputCost: 0.001,
      outputCost: 0.002,
    });
    return buildConfig([model], sections);
  }

  /** All that stands on the bill, nano-dollars. */
  get billedNano(): bigint {
    return this.replay
      .of(this.model)
      .reduce(
        (sum, { billed }) => sum + BigInt(billed?.input ?? 0) * INPUT_NANO + BigInt(billed?.output ?? 0) * OUTPUT_NANO,
        0n,
      );
  }

  close(): Promise<void> {
    return this.replay.close();
  }
}
