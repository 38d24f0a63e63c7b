// node events.js <url>: npm's graphql-sse in its "distinct connections" mode, against the toy schema of the transport tests.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-sse';
import { run } from './checks.js';

const url = process.argv[2];
const client = (options = {}) => createClient({ url, singleConnection: false, retryAttempts: 0, ...options });

async function collect(results) {
  const all = [];
  for await (const result of results) all.push(result);
  return all;
}

await run({
  async 'a query has one result'() {
    assert.deepEqual(await collect(client().iterate({ query: '{ hello }' })), [{ data: { hello: 'world' } }]);
  },

  async 'a thousand events come once and in order'() {
    const results = await collect(client().iterate({ query: 'subscription { count(to: 1000) }' }));
    assert.deepEqual(results.map((result) => result.data.count), Array.from({ length: 1000 }, (_, index) => index + 1));
  },

  async 'a loop that is left ends its stream'() {
    const counts = [];
    for await (const result of client().iterate({ query: 'subscription { count(to: 1000000) }' })) if (counts.push(result.data.count) === 3) break;
    assert.deepEqual(counts, [1, 2, 3]);
  },

  async 'what is not valid is a result with errors'() {
    const [result] = await collect(client().iterate({ query: 'subscription { unknown }' }));
    assert.equal(result.errors[0].extensions.code, 'FIELDS_ON_CORRECT_TYPE');
  },

  async 'what is no request is refused before there is a stream'() {
    await assert.rejects(collect(client().iterate({ query: null })), (error) => error.response?.status === 400);
  },
});
