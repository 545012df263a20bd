import type { Clock, IdSource } from '@tollgate/kernel';
import type { EventSink } from '../alerts/event-sink.js';
import { classifyFault, classifyReply } from '../delivery/classify-reply.js';
import type { DeliveryOutcome, Sink } from '../sink.js';
import type { SinkRequest } from '../sink-http.js';
import type { SinkTransport } from '../sink-transport.port.js';
import { TEST_MESSAGE, testEvent, testRecord } from './test-content.js';

/** What came of a test at one destination. */
export interface TestedDestination {
  /** As rows and logs name it. */
  readonly name: string;
  readonly outcome: DeliveryOutcome;
}

interface TesterParts {
  readonly sinks: readonly Sink[];
  readonly eventSinks: readonly EventSink[];
  readonly transport: SinkTransport;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** LiteLLM's further names of what is tested. */
const SAME_AS: Readonly<Record<string, string>> = { slack_budget_alerts: 'slack', langfuse_otel: 'langfuse' };

/** Sends a test to a configured destination, once, as every delivery goes there, and says what came of it. */
export class ServiceTester {
  private readonly running = new Map<string, Promise<readonly TestedDestination[]>>();

  constructor(private readonly parts: TesterParts) {}

  /** Names of what can be tested: several channels of one kind are tested together. */
  get services(): readonly string[] {
    return [...new Set([...this.parts.sinks, ...this.parts.eventSinks].map(({ name }) => serviceOf(name)))];
  }

  /** Never rejects; empty: there is no such destination. Who asks while a test is under way gets what comes of that one. */
  test(service: string): Promise<readonly TestedDestination[]> {
    const name = SAME_AS[service] ?? service;
    const known = this.running.get(name);
    if (known !== undefined) return known;
    const started = this.send(name).finally(() => this.running.delete(name));
    this.running.set(name, started);
    return started;
  }

  private send(service: string): Promise<readonly TestedDestination[]> {
    const { sinks, eventSinks, clock, ids } = this.parts;
    const [id, now] = [ids.newId(), clock.now()];
    const isMeant = ({ name }: { readonly name: string }): boolean => serviceOf(name) === service;
    return Promise.all([
      ...sinks
        .filter(isMeant)
        .map((sink) => this.try(sink, () => sink.buildRequest([{ record: testRecord(id, now) }]))),
      ...eventSinks
        .filter(isMeant)
        .map((sink) => this.try(sink, () => sink.buildRequest(testEvent(id, now), TEST_MESSAGE))),
    ]);
  }

  private async try(sink: Sink | EventSink, build: () => SinkRequest): Promise<TestedDestination> {
    const { name } = sink;
    try {
      return { name, outcome: classifyReply(sink, await this.parts.transport.send(build())) };
    } catch (error) {
      return { name, outcome: classifyFault(error) };
    }
  }
}

/** `slack-2` is another channel of `slack`. */
function serviceOf(name: string): string {
  return name.replace(/-\d+$/, '');
}
