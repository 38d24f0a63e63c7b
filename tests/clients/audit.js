// node audit.js <url>: runs every audit of graphql-http and prints those that are not "ok", and their count. Exits with 1 if there is one.
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv[2] });
const failed = results.filter(({ status }) => status !== 'ok').map(({ id, name, status, reason }) => ({ id, name, status, reason }));

console.log(JSON.stringify({ audits: results.length, failed }, null, 2));
process.exit(failed.length ? 1 : 0);
