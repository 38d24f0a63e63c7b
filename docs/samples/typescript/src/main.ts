// Licences an address, hears of it over a WebSocket, lists what is licensed, and takes the licence away again. Every document is checked
// against the schema when the types are generated, and every answer has the type of its document.
import { Client, fetchExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { graphql } from "./gql/gql.js";

const url = process.env.CLN_URL ?? "http://localhost:5080";
const token = process.env.CLN_TOKEN ?? "";
const ip = process.argv[2] ?? "198.51.100.40";

const AddLicense = graphql(`
  mutation AddLicense($ip: IpAddress!, $key: IdempotencyKey!) {
    addIpLicense(input: { ip: $ip, type: "KERNELCARE", idempotencyKey: $key }) {
      ipLicense { id ip monthlyPrice }
      errors {
        __typename
        ... on Error { code message }
        ... on InsufficientFunds { needed available }
      }
    }
  }
`);

const Licenses = graphql(`
  query Licenses($after: String) {
    ipLicenses(first: 100, after: $after, order: [{ ip: ASC }]) {
      nodes { id ip type { code } hostname }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const RemoveLicense = graphql(`
  mutation RemoveLicense($id: ID!) {
    removeIpLicenses(input: { ids: [$id] }) { ipLicenses { ip } errors { __typename ... on Error { code message } } }
  }
`);

const EventsCursor = graphql(`query EventsCursor { eventsCursor }`);

const client = new Client({
  url: `${url}/graphql`,
  exchanges: [fetchExchange],
  preferGetMethod: false,
  fetchOptions: { headers: { Authorization: `Bearer ${token}` } },
});

/** Resolves with the first event after a place in the log. Nothing is missed, however late the socket opens. */
function nextEvent(after: string): Promise<string> {
  const sockets = createClient({ url: `${url.replace(/^http/, "ws")}/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token}` } });
  return new Promise((resolve, reject) => {
    const stop = sockets.subscribe<{ ipLicensesChanged: { __typename: string } }>(
      { query: "subscription($after: String) { ipLicensesChanged(after: $after) { __typename } }", variables: { after } },
      {
        next: ({ data, errors }) => {
          stop();
          void sockets.dispose();
          if (data) resolve(data.ipLicensesChanged.__typename);
          else reject(new Error(errors?.[0]?.message));
        },
        error: reject,
        complete: () => {},
      },
    );
  });
}

/** All licences, page by page. */
async function* licenses() {
  for (let after: string | null | undefined; ; ) {
    const { data, error } = await client.query(Licenses, { after }).toPromise();
    if (!data) throw error;
    yield* data.ipLicenses.nodes;
    if (!data.ipLicenses.pageInfo.hasNextPage) return;
    after = data.ipLicenses.pageInfo.endCursor;
  }
}

const place = await client.query(EventsCursor, {}).toPromise();
if (!place.data) throw place.error;

// The key makes it one licence, however often this is sent.
const added = await client.mutation(AddLicense, { ip, key: `sample-${ip}-kernelcare` }).toPromise();
if (!added.data?.addIpLicense) throw added.error;
const { ipLicense, errors } = added.data.addIpLicense;
for (const error of errors ?? []) {
  if (error.__typename === "InsufficientFunds") throw new Error(`It costs ${error.needed}, and there are ${error.available}.`);
  throw new Error(`${error.code}: ${error.message}`);
}
if (!ipLicense) throw new Error("There is neither a licence nor an error.");
console.log(`licensed ${ipLicense.ip} for ${ipLicense.monthlyPrice} a month`);
console.log(`heard of ${await nextEvent(place.data.eventsCursor)}`);

let count = 0;
for await (const license of licenses()) {
  count++;
  if (license.id === ipLicense.id) console.log(`listed ${license.ip} with ${license.type.code}`);
}
console.log(`there are ${count}`);

const removed = await client.mutation(RemoveLicense, { id: ipLicense.id }).toPromise();
if (!removed.data?.removeIpLicenses || removed.data.removeIpLicenses.errors) throw removed.error ?? new Error(JSON.stringify(removed.data));
console.log(`removed ${removed.data.removeIpLicenses.ipLicenses?.map((license) => license.ip).join()}`);
