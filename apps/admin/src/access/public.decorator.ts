import { SetMetadata } from '@nestjs/common';

export const PUBLIC = 'tollgate:public';

/** Declares that a route is for callers whom nobody knows yet: it has no caller, and no reach. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);
