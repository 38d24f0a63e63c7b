// Runs named checks one after the other, prints a line for each, and exits with 1 if one of them failed.
export async function run(checks) {
  let failures = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`ok: ${name}`);
    } catch (failure) {
      failures++;
      console.log(`failed: ${name}\n${failure?.stack ?? JSON.stringify(failure)}`);
    }
  }
  process.exit(failures ? 1 : 0);
}
