// Loaded into a gateway before its own code (`node --require`): writes down whatever the process sets out to reach, below every client and
// every check, and keeps it from leaving this machine.
'use strict';
const { appendFileSync } = require('node:fs');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { isIP } = require('node:net');

const FILE = process.env.CONNECT_SPY_FILE;
/** What names lead to; any other leads nowhere. */
const NAMES = JSON.parse(process.env.CONNECT_SPY_NAMES ?? '{}');
/** ENETUNREACH of libuv. */
const UNREACHABLE = -101;

const note = (what, where) => appendFileSync(FILE, `${what} ${where}\n`);
const isHere = (address) => /^(127\.|::1$|::ffff:127\.)/.test(address);

const { TCP } = process.binding('tcp_wrap');
for (const method of ['connect', 'connect6']) {
  const connect = TCP.prototype[method];
  TCP.prototype[method] = function (request, address, port) {
    note('tcp', `${address} ${port}`);
    return isHere(address) ? connect.call(this, request, address, port) : UNREACHABLE;
  };
}

for (const method of ['connect', 'send'])
  dgram.Socket.prototype[method] = function (...args) {
    note('udp', args.filter((value) => typeof value === 'string' || typeof value === 'number').join(' '));
    throw new Error('nothing is sent over UDP here');
  };

/** Asks no name server: those of a test are not to be told either. */
function addressesOf(name) {
  note('name', name);
  const address = isIP(name) !== 0 ? name : name === 'localhost' ? '127.0.0.1' : NAMES[name.replace(/\.$/, '')];
  if (address !== undefined) return [{ address, family: isIP(address) }];
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', hostname: name });
}

dns.lookup = (name, options, callback = options) => {
  let found;
  try {
    found = addressesOf(name);
  } catch (error) {
    return void process.nextTick(callback, error);
  }
  const [{ address, family }] = found;
  process.nextTick(callback, null, ...(options.all === true ? [found] : [address, family]));
};
dns.promises.lookup = async (name, options = {}) => {
  const found = addressesOf(name);
  return options.all === true ? found : found[0];
};
for (const from of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const method of Object.getOwnPropertyNames(from).filter((name) => /^(resolve|reverse)/.test(name)))
    from[method] = (name, ...rest) => {
      note('name', name);
      const error = new Error(`${method} asks no name server here`);
      const callback = rest.at(-1);
      return typeof callback === 'function' ? process.nextTick(callback, error) : Promise.reject(error);
    };
