// node socket.js <url>: npm's graphql-ws, as a partner would use it, against the toy schema of the transport tests.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { run } from './checks.js';

const url = process.argv[2];
const client = (options = {}) => createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, lazy: true, ...options });

async function collect(results) {
  const all = [];
  for await (const result of results) all.push(result);
  return all;
}

await run({
  async 'a query has one result'() {
    assert.deepEqual(await collect(client().iterate({ query: '{ hello }' })), [{ data: { hello: 'world' } }]);
  },

  async 'variables and operation names arrive'() {
    const query = 'query A { hello } query B($text: String) { echo(text: $text) }';
    assert.deepEqual(await collect(client().iterate({ query, operationName: 'B', variables: { text: 'grüße 🏃' } })), [{ data: { echo: 'grüße 🏃' } }]);
  },

  async 'a thousand events come once and in order'() {
    const results = await collect(client().iterate({ query: 'subscription { count(to: 1000) }' }));
    assert.deepEqual(results.map((result) => result.data.count), Array.from({ length: 1000 }, (_, index) => index + 1));
  },

  async 'subscriptions run beside each other on one socket'() {
    let sockets = 0;
    const shared = client({ on: { opened: () => sockets++ } });
    const counts = await Promise.all([200, 100, 50].map((to) => collect(shared.iterate({ query: `subscription { count(to: ${to}) }` }))));
    assert.deepEqual([sockets, ...counts.map((results) => results.length)], [1, 200, 100, 50]);
  },

  async 'a loop that is left completes its subscription, and the socket serves the next'() {
    const shared = client();
    for await (const result of shared.iterate({ query: 'subscription { count(to: 1000000) }' })) if (result.data.count === 3) break;
    assert.deepEqual(await collect(shared.iterate({ query: '{ hello }' })), [{ data: { hello: 'world' } }]);
  },

  async 'what is not valid is an error with a code'() {
    await assert.rejects(collect(client().iterate({ query: '{ unknown }' })), (errors) => errors[0].extensions.code === 'FIELDS_ON_CORRECT_TYPE');
  },

  async 'connection parameters sign in'() {
    const [result] = await collect(client({ connectionParams: { Authorization: 'Bearer good' } }).iterate({ query: '{ caller }' }));
    assert.equal(result.data.caller, 'token:1');
  },

  async 'a token that is worth nothing is 4403'() {
    const refused = client({ connectionParams: { Authorization: 'Bearer bad' } });
    await assert.rejects(collect(refused.iterate({ query: '{ hello }' })), (event) => event.code === 4403);
  },

  async 'pings of the client are answered'() {
    const answered = new Promise((resolve) => {
      const pinging = client({ lazy: false, keepAlive: 50, on: { pong: (received) => received && (pinging.dispose(), resolve(true)) } });
    });
    assert.equal(await answered, true);
  },

  async 'a socket that is cut is opened again and the subscription goes on'() {
    let socket;
    const cuts = client({ retryAttempts: 3, retryWait: async () => {}, on: { opened: (opened) => (socket ??= opened) } });
    const counts = [];
    for await (const result of cuts.iterate({ query: 'subscription { count(to: 1000000) }' })) {
      counts.push(result.data.count);
      if (counts.length === 3) socket.terminate();
      if (counts.length > 3 && result.data.count === 1) break;
    }
    assert.equal(counts.at(-1), 1);
  },
});
