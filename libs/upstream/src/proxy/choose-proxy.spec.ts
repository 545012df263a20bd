import { chooseProxy, type ProxySettings } from './choose-proxy.js';

const HTTP = 'http://plain:3128/';
const HTTPS = 'http://secure:3128/';
const BOTH: ProxySettings = { http: HTTP, https: HTTPS };

describe('chooseProxy', () => {
  it.each<readonly [origin: string, settings: ProxySettings, proxy: string | undefined]>([
    ['http://a.test', BOTH, HTTP],
    ['https://a.test', BOTH, HTTPS],
    ['https://a.test', { http: HTTP }, HTTP],
    ['http://a.test', { https: HTTPS }, undefined],
    ['https://a.test', {}, undefined],
    ['http://localhost:8080', BOTH, undefined],
    ['https://127.0.0.1:8443', BOTH, undefined],
    ['http://[::1]:8080', BOTH, undefined],
    ['https://a.test', { ...BOTH, direct: '*' }, undefined],
    ['https://a.test', { ...BOTH, direct: 'b.test, a.test' }, undefined],
    ['https://A.TEST', { ...BOTH, direct: 'a.Test' }, undefined],
    ['https://x.a.test', { ...BOTH, direct: 'a.test' }, undefined],
    ['https://x.a.test', { ...BOTH, direct: '.a.test' }, undefined],
    ['https://a.test', { ...BOTH, direct: '*.a.test' }, undefined],
    ['https://xa.test', { ...BOTH, direct: 'a.test' }, HTTPS],
    ['https://a.test', { ...BOTH, direct: 'a.test:443' }, undefined],
    ['http://a.test', { ...BOTH, direct: 'a.test:443' }, HTTP],
    ['https://a.test:8443', { ...BOTH, direct: 'a.test:443' }, HTTPS],
    ['https://10.0.0.7', { ...BOTH, direct: '10.0.0.7' }, undefined],
    ['https://[2001:db8::7]', { ...BOTH, direct: '[2001:db8::7]' }, undefined],
  ])('reaches %s with %j through %s', (origin, settings, proxy) => {
    expect(chooseProxy(settings)(new URL(origin))?.href).toBe(proxy);
  });
});
