// node webhooks.js <file>: verifies deliveries as a partner would, by npm's standardwebhooks and by Node's own crypto, written from the specification.
// The file has { secrets, publicKeys, deliveries: [{ headers, body }] }, the bodies in base64; each secret and each key must verify each delivery.
import assert from 'node:assert/strict';
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { run } from './checks.js';

const { secrets, publicKeys, deliveries } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const bytes = ({ body }) => Buffer.from(body, 'base64');
const signatures = (headers, version) => headers['webhook-signature'].split(' ').filter((signature) => signature.startsWith(`${version},`)).map((signature) => Buffer.from(signature.split(',')[1], 'base64'));
const signed = (headers, body) => Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body]);

function bySecret(secret, headers, body) {
  const expected = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(signed(headers, body)).digest();
  return signatures(headers, 'v1').some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
}

function byKey(publicKey, headers, body) {
  const raw = Buffer.from(publicKey.replace('whpk_', ''), 'base64');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
  return signatures(headers, 'v1a').some((signature) => verify(null, signed(headers, body), key, signature));
}

const altered = (body) => Buffer.concat([body, Buffer.from(' ')]);

await run({
  'there is something to verify'() {
    assert.ok(deliveries.length > 0 && secrets.length > 0 && publicKeys.length > 0);
  },

  "npm's standardwebhooks takes each, and none that was altered"() {
    for (const delivery of deliveries)
      for (const secret of secrets) {
        assert.deepEqual(new Webhook(secret).verify(bytes(delivery), delivery.headers), JSON.parse(bytes(delivery)));
        assert.throws(() => new Webhook(secret).verify(altered(bytes(delivery)), delivery.headers));
      }
  },

  'the secret verifies each, and none that was altered'() {
    for (const delivery of deliveries)
      for (const secret of secrets) {
        assert.ok(bySecret(secret, delivery.headers, bytes(delivery)));
        assert.ok(!bySecret(secret, delivery.headers, altered(bytes(delivery))));
        assert.ok(!bySecret(secret, { ...delivery.headers, 'webhook-id': 'msg_other' }, bytes(delivery)));
      }
  },

  'the public key verifies each, and none that was altered'() {
    for (const delivery of deliveries)
      for (const key of publicKeys) {
        assert.ok(byKey(key, delivery.headers, bytes(delivery)));
        assert.ok(!byKey(key, delivery.headers, altered(bytes(delivery))));
        assert.ok(!byKey(key, { ...delivery.headers, 'webhook-timestamp': '1' }, bytes(delivery)));
      }
  },
});
