import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { GatewayError } from '@tollgate/canonical';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { DEPTH_MAX, type Finding, findEnvReference } from './find-env-reference.js';

/**
 * References to the gateway's environment are the operator's, in files: in what came over HTTP each is refused, from admins too.
 * Stands before every handler of the app, so that no route can leave it out, and reads what was sent, not what a route reads of it.
 */
export class EnvReferencesInterceptor implements NestInterceptor {
  private readonly allowed: ReadonlySet<string>;

  constructor(allowed: readonly string[]) {
    this.allowed = new Set(allowed);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    for (const sent of [request.body as unknown, request.query, request.params]) {
      const finding = findEnvReference(sent, this.allowed);
      if (finding !== undefined) throw refusalOf(finding);
    }
    return next.handle();
  }
}

function refusalOf(finding: Finding): GatewayError {
  if (finding.kind === 'too-deep')
    return new GatewayError('body_too_deep', { message: `The body is nested deeper than ${DEPTH_MAX} levels.` });
  const param = finding.path.join('.');
  return new GatewayError('invalid_request', {
    message: `${param} refers to an environment variable of the gateway: os.environ/ is read from the configuration file only. Send the value itself, or have the operator list the variable in general_settings.allow_env_references_from_api.`,
    param,
  });
}
