import { Injectable } from '@nestjs/common';
import { ServiceTester, type TestedDestination } from '@tollgate/callbacks';
import { GatewayError } from '@tollgate/canonical';

/** Tests of callbacks, and of those who are told of budgets. */
@Injectable()
export class ServiceTests {
  constructor(private readonly tester: ServiceTester) {}

  /** Unlike LiteLLM's, the answer says what the service answered. 422 for one that is not configured. */
  async test(service: string): Promise<object> {
    const tested = await this.tester.test(service);
    if (tested.length === 0) throw notConfigured(service, this.tester.services);
    const failed = tested.filter(({ outcome }) => outcome.kind !== 'delivered');
    return {
      status: failed.length === 0 ? 'success' : 'error',
      message:
        failed.length === 0
          ? `A test was sent to ${service} and taken.`
          : `A test was sent to ${service} and not taken by ${failed.map(({ name }) => name).join(', ')}.`,
      destinations: tested.map(toDestination),
    };
  }
}

function toDestination({ name, outcome }: TestedDestination): object {
  if (outcome.kind === 'delivered') return { name, status: 'success' };
  const mend = outcome.kind === 'retry' ? outcome.mend : undefined;
  return { name, status: 'error', error: outcome.reason, ...(mend !== undefined && { mend }) };
}

function notConfigured(service: string, services: readonly string[]): GatewayError {
  const known = services.length === 0 ? 'None is.' : `Those that are: ${services.join(', ')}.`;
  const message = `"${service}" is not configured, in general_settings.alerting or litellm_settings.callbacks. Unable to test this. ${known}`;
  return new GatewayError('bad_request', { message, status: 422, param: 'service' });
}
