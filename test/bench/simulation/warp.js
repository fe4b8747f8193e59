// @ts-check
// Makes time pass faster in this process: loaded before the plugin, whose jobs would else take hours.
const timers = require("node:timers/promises");
const { promisify } = require("node:util");

/** @param {number} factor */
module.exports = (factor) => {
  const { setTimeout: wait, setInterval: repeat, Date: RealDate, performance } = globalThis;
  const { setTimeout: sleep } = timers;
  const [startOfDate, now] = [RealDate.now(), performance.now.bind(performance)];
  const startOfClock = now();
  const shorter = (/** @type {Function} */ set) =>
    Object.assign(
      (/** @type {Function} */ run, milliseconds = 0, /** @type {unknown[]} */ ...given) =>
        set(run, milliseconds / factor, ...given),
      {
        [promisify.custom]: (milliseconds = 0, /** @type {unknown[]} */ ...given) =>
          sleep(milliseconds / factor, ...given),
      },
    );
  Object.assign(globalThis, {
    setTimeout: shorter(wait),
    setInterval: shorter(repeat),
    Date: class extends RealDate {
      constructor(/** @type {unknown[]} */ ...given) {
        super(...(given.length === 0 ? [startOfDate + (now() - startOfClock) * factor] : given));
      }
      static now() {
        return startOfDate + (now() - startOfClock) * factor;
      }
    },
  });
  Object.assign(timers, {
    setTimeout: (milliseconds = 0, /** @type {unknown[]} */ ...given) => sleep(milliseconds / factor, ...given),
  });
  performance.now = () => startOfClock + (now() - startOfClock) * factor;
};
