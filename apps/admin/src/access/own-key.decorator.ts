import { SetMetadata } from '@nestjs/common';

export const OWN_KEY = 'tollgate:own-key';

/** A route that a key may call for itself whatever its `allowed_routes` say; for others it has to be among them. */
export const OwnKeyAlways = (): MethodDecorator => SetMetadata(OWN_KEY, true);
