import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { type Authenticator, EpochPoller, MembershipSource, UiSessions } from '@tollgate/auth';
import type { Logger } from '@tollgate/telemetry';
import { AccessGuard } from './access/access.guard.js';
import { AdminAuthenticator, type CredentialSettings } from './access/admin-authenticator.js';
import { Reaches } from './access/reaches.js';
import { RoutePermissions } from './access/route-permissions.js';
import { VirtualKeyStrategy } from './access/virtual-key.strategy.js';
import { LitellmErrorFilter } from './errors/litellm-error.filter.js';
import { EnvReferencesInterceptor } from './validation/env-references.interceptor.js';
import { IgnoredFields } from './validation/ignored-fields.js';
import { IgnoredFieldsInterceptor } from './validation/ignored-fields.interceptor.js';
import { LitellmValidationPipe } from './validation/litellm-validation.pipe.js';

export interface HttpDependencies {
  readonly authenticator: Pick<Authenticator, 'authenticate' | 'isMaster'>;
  readonly credentials: CredentialSettings;
  /** People who have signed in. */
  readonly sessions: Pick<UiSessions, 'authenticate' | 'login' | 'logout' | 'openFor'>;
  /** Where the user of a key belongs. */
  readonly memberships: MembershipSource;
  /** What this process has heard of changes, by which a right is confirmed. */
  readonly epochs: Pick<EpochPoller, 'heard' | 'poll'>;
  /** Variables whose `os.environ/NAME` may be sent (`general_settings.allow_env_references_from_api`). */
  readonly allowedEnvReferences: readonly string[];
  readonly logger: Logger;
}

/** What stands before and behind every handler of the app it is imported in: guard, validation, errors. */
@Module({})
export class HttpModule {
  static register(dependencies: HttpDependencies): DynamicModule {
    const { authenticator, credentials, sessions, memberships, epochs, allowedEnvReferences, logger } = dependencies;
    return {
      module: HttpModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: AdminAuthenticator, useValue: new AdminAuthenticator(authenticator, credentials, sessions) },
        { provide: UiSessions, useValue: sessions },
        { provide: MembershipSource, useValue: memberships },
        { provide: EpochPoller, useValue: epochs },
        Reaches,
        VirtualKeyStrategy,
        RoutePermissions,
        IgnoredFields,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: LitellmValidationPipe },
        { provide: APP_INTERCEPTOR, useValue: new EnvReferencesInterceptor(allowedEnvReferences) },
        { provide: APP_INTERCEPTOR, useClass: IgnoredFieldsInterceptor },
        { provide: APP_FILTER, useValue: new LitellmErrorFilter(logger) },
      ],
      exports: [AdminAuthenticator, EpochPoller, MembershipSource, Reaches, UiSessions],
      global: true,
    };
  }
}
