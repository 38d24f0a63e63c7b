// node resume.js <token> <cursor> <count> <url>...: hears so many events of the log after a cursor although its connections are cut again and again,
// by npm's graphql-ws and by npm's eventsource, going from one host to the next. Prints the cursors that each has heard.
import { createClient } from 'graphql-ws';
import { EventSource } from 'eventsource';
import WebSocket from 'ws';

const [token, start, count, ...urls] = process.argv.slice(2);
const authorization = { Authorization: `Bearer ${token}` };
const query = 'subscription($after: String) { events(after: $after) { cursor } }';
const host = (turn) => urls[turn % urls.length];

async function bySocket() {
  const heard = [];
  let after = start;
  for (let turn = 0; heard.length < count; turn++) {
    let socket;
    const client = createClient({ url: host(turn).replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: authorization, on: { opened: (opened) => (socket = opened) } });
    try {
      for await (const result of client.iterate({ query, variables: { after } })) {
        heard.push(result.data.events.cursor);
        after = result.extensions.cursor;
        if (heard.length % 137 === 0) socket.terminate();
        if (heard.length == count) break;
      }
    } catch {
      // Cut.
    }
  }

  return heard;
}

function byEventStream() {
  const heard = [];
  let turn = 0;
  let cut;
  const address = (turn) => `${host(turn)}?query=${encodeURIComponent(query)}&variables=${encodeURIComponent(JSON.stringify({ after: start }))}`;
  return new Promise((resolve) => {
    const source = new EventSource(address(0), {
      fetch: (_, options) => {
        cut = new AbortController();
        return fetch(address(turn++), { ...options, headers: { ...options.headers, ...authorization }, signal: cut.signal });
      },
    });
    source.addEventListener('next', (event) => {
      heard.push(JSON.parse(event.data).data.events.cursor);
      if (heard.length % 400 === 0) cut.abort(new TypeError('cut'));
      if (heard.length == count) resolve(heard), source.close(), cut.abort();
    });
  });
}

const [socket, events] = await Promise.all([bySocket(), byEventStream()]);
console.log(JSON.stringify({ socket, events }));
process.exit(0);
