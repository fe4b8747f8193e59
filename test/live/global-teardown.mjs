// @ts-check
// After the live suite: stops the server that it started, and removes its folder.

export default async function tearDown() {
  await /** @type {any} */ (globalThis).stopLive();
}
