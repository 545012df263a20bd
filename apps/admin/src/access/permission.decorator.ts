import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Permission } from '@tollgate/auth';

export const PERMISSION = 'tollgate:permission';

/** Where the OpenAPI document says which permission a route asks for. */
const EXTENSION = 'x-tollgate-permission';

/** Declares what a route lets its caller do: a row of the policy table. A route without one stops the app at its start. */
export const RequirePermission = (permission: Permission): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PERMISSION, permission), ApiExtension(EXTENSION, permission));
