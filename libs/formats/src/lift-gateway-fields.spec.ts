import { GATEWAY_MEMBERS, liftGatewayFields } from './lift-gateway-fields.js';

const OWN = { model: 'm', temperature: 0.5, a_members_of_some_host: 1 };

it.each(GATEWAY_MEMBERS.filter((name) => name !== 'extra_body'))(
  '%s speaks to the gateway, and goes no further',
  (name) => {
    expect(liftGatewayFields({ ...OWN, [name]: 'x' }).rest).toEqual(OWN);
  },
);

it.each(['organization', 'ssl_verify', 'model_list', 'max_parallel_requests', 'aws_region_name', 'vertex_project'])(
  '%s, which a request does not change here, is kept to be named',
  (name) => {
    expect(liftGatewayFields({ ...OWN, [name]: 'x' })).toEqual({ gateway: { unserved: { [name]: 'x' } }, rest: OWN });
  },
);

it('what speaks to the provider goes on as it came', () => {
  expect(liftGatewayFields({ ...OWN, seed: 7, tools: [] })).toEqual({
    gateway: {},
    rest: { ...OWN, seed: 7, tools: [] },
  });
});
