import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { PERMISSION } from './permission.decorator.js';
import { PUBLIC } from './public.decorator.js';

const PATH = 'path';

/** Refuses to start when a route says nothing about who may call it: denial is the default, silence is a mistake. */
@Injectable()
export class RoutePermissions implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const silent = this.silentRoutes();
    if (silent.length > 0) {
      throw new Error(
        `routes without a declared permission: ${silent.join(', ')}. Add @RequirePermission(...) to each, or @Public().`,
      );
    }
  }

  private silentRoutes(): readonly string[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      const controller = metatype as (abstract new () => object) | null;
      const prototype = controller?.prototype as Record<string, () => unknown> | undefined;
      if (controller === null || prototype === undefined || instance === null) return [];
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => {
          const handler = prototype[name];
          if (handler === undefined || Reflect.getMetadata(PATH, handler) === undefined) return false;
          if (this.reflector.get<boolean | undefined>(PUBLIC, handler) === true) return false;
          return this.reflector.getAllAndOverride<string | undefined>(PERMISSION, [handler, controller]) === undefined;
        })
        .map((name) => `${controller.name}.${name}`);
    });
  }
}
