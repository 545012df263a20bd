import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Principal } from '@tollgate/canonical';
import type { Request } from 'express';
import passport from 'passport';
import { Strategy } from 'passport-custom';
import { AdminAuthenticator } from './admin-authenticator.js';

const NAME = 'virtual-key';

/** Passport's door to the `authenticate()` that the data plane calls: one judgement of a key, whichever side it is shown to. */
@Injectable()
export class VirtualKeyStrategy extends PassportStrategy(Strategy, NAME) {
  /** A registry of its own: Passport's default one is shared by every app of the process. */
  declare private registry: passport.Authenticator | undefined;

  constructor(private readonly authenticator: AdminAuthenticator) {
    super();
  }

  /** Called by the base constructor, before this class's members are set. */
  getPassportInstance(): passport.Authenticator {
    this.registry ??= new passport.Passport();
    return this.registry;
  }

  async validate(request: Request): Promise<Principal> {
    const outcome = await this.authenticator.authenticate(request.method, request.headers);
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  }

  /** The caller of a request. Rejects with the GatewayError of `authenticate()`. */
  callerOf(request: Request): Promise<Principal> {
    return new Promise((resolve, reject) => {
      const decide = (error: Error | null, principal?: Principal | false | null): void => {
        if (principal) resolve(principal);
        else reject(error ?? new Error('the strategy named nobody'));
      };
      const authenticate = this.getPassportInstance().authenticate(
        NAME,
        { session: false },
        decide,
      ) as PassportMiddleware;
      authenticate(request, request.res, reject);
    });
  }
}

type PassportMiddleware = (request: Request, response: unknown, next: (error: unknown) => void) => void;
